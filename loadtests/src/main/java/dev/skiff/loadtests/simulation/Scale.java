package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.AgentLimits;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.placement.Policy;

/// The bounds of a simulated fleet: as in life in relation to each other, but far smaller, so that
/// each is met within seconds and with a few VMs. Only that hosts are given up before their leases
/// end is not as in life: there a lease is over by then, which would hide a cell that does not wait
/// for it.
final class Scale {
  static final long MILLI = 1_000;
  static final long SECOND = 1_000_000;

  static final long HEARTBEAT_EVERY = 150 * MILLI;

  static final long KEY_TTL = 4 * SECOND;

  static final CellRules RULES =
      new CellRules(
          500 * MILLI,
          1_200 * MILLI,
          KEY_TTL,
          14,
          90,
          200,
          200,
          40 * MILLI,
          SECOND,
          SECOND,
          50 * MILLI,
          5,
          8,
          1_000,
          3,
          400 * MILLI,
          2,
          2_500,
          300 * MILLI,
          350 * MILLI,
          Policy.DEFAULT);

  static final OwnerTimings TIMINGS =
      new OwnerTimings(
          100 * MILLI,
          400 * MILLI,
          300 * MILLI,
          700 * MILLI,
          1_500 * MILLI,
          1_200 * MILLI,
          40,
          400 * MILLI);

  static final AgentLimits LIMITS = new AgentLimits(6, 3_600 * SECOND, 10, SECOND);

  private Scale() {}
}
