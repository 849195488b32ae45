package dev.skiff.agent.core;

/// Bounds of what an agent keeps.
///
/// @param endedKept how many VMs that are over keep their directory, the newest
/// @param endedKeptMicros how long one does, at most
/// @param vmsRemembered how many VMs that left nothing behind are remembered, so that an order that
///   was overtaken is known for what it is
/// @param silenceMicros after so long without a heartbeat delivered the cell has probably given the
///   host up, and it joins again
public record AgentLimits(
    int endedKept, long endedKeptMicros, int vmsRemembered, long silenceMicros) {
  /// VMs that a host may promise to run at once, so that a `Joined` fits into one record of 192
  /// KiB: up to 165 bytes a VM, 24 KiB of ends, and 20 KiB of facts.
  public static final int MAX_SLOTS = 800;

  private static final long HOUR_MICROS = 3_600_000_000L;

  /// The silence is the time after which a host is declared lost (design, section 3).
  public static final AgentLimits DEFAULT =
      new AgentLimits(200, 24 * HOUR_MICROS, 10_000, 30_000_000L);

  public AgentLimits {
    if (endedKept < 0 || endedKeptMicros < 0 || vmsRemembered < 0 || silenceMicros <= 0) {
      throw new IllegalArgumentException(
          "limits: %d kept, %d us, %d remembered, %d us silence (expected: >= 0, >= 0, >= 0, > 0)"
              .formatted(endedKept, endedKeptMicros, vmsRemembered, silenceMicros));
    }
  }
}
