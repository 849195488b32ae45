package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.core.placement.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A cell, some hosts and some people, whose whole history follows from a seed. There is no owner
/// and no topic: what is handled is applied at once, and looked at after every event.
final class RandomHistory {
  private final CellMachine machine = new CellMachine(CellRules.DEFAULT);
  private final OrderDeriver orders = new OrderDeriver();
  private final List<SimulatedHost> hosts = new ArrayList<>();
  private final List<CellInput> seen = new ArrayList<>();
  private final VisitedSteps visited = new VisitedSteps();
  private final Random random;
  private final RandomRequests requests;
  private final long seed;
  private CellState state = new CellState(new CellId(0));
  private long now = 1_000 * SECOND;
  private long offset;
  private int step;

  RandomHistory(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.requests = new RandomRequests(random);
    for (int i = 0; i < 5; i++) {
      hosts.add(
          new SimulatedHost(
              new HostId("h" + i),
              CellHarness.facts(2 + random.nextInt(4), 4_096, i % 2 == 0 ? "a" : "b"),
              random));
    }
  }

  VisitedSteps run(int steps) {
    for (step = 0; step < steps; step++) {
      try {
        step();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed %d, step %d, after %s: %s"
                .formatted(seed, step, seen.isEmpty() ? "nothing" : seen.getLast(), e.getMessage()),
            e);
      }
    }
    return visited;
  }

  private void step() {
    now += random.nextInt(5) == 0 ? random.nextLong(8 * SECOND) : random.nextLong(SECOND / 4);
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> input(new CellInput.Requested(offset++, requests.next(state, now)));
      case 3 -> input(new CellInput.Tick());
      case 4, 5 -> input(new CellInput.Place());
      case 6 -> trouble(anyHost());
      case 7 -> liveness(anyHost());
      case 8 -> {
        if (seen.size() > 3) {
          // Somebody says again what is long over.
          CellInput old = seen.get(random.nextInt(seen.size()));
          if (old instanceof CellInput.Reported) {
            input(old);
          }
        }
      }
      case 9 -> restart();
      default -> {
        SimulatedHost host = anyHost();
        Report report = host.happen(now);
        if (report != null) {
          input(new CellInput.Reported(host.id, host.session, report));
        }
      }
    }
  }

  private void trouble(SimulatedHost host) {
    if (!host.up) {
      join(host);
      return;
    }
    switch (random.nextInt(8)) {
      case 0 -> host.up = false;
      case 1 -> host.crash();
      case 2 -> join(host);
      case 3 -> host.wipe();
      case 4 -> {
        host.facts = CellHarness.facts(1 + random.nextInt(6), 2_048L * (1 + random.nextInt(4)));
        input(new CellInput.Reported(host.id, host.session, new Report.FactsChanged(host.facts)));
      }
      case 5 -> {
        Report stranger = new Report.Joined("stranger", host.facts, List.of(), List.of());
        input(new CellInput.Reported(host.id, 50 + random.nextInt(9), stranger));
      }
      default -> {}
    }
  }

  private void join(SimulatedHost host) {
    input(new CellInput.Reported(host.id, host.session + 1, host.start()));
  }

  private void liveness(SimulatedHost host) {
    Host known = state.host(host.id);
    if (known == null) {
      join(host);
    } else if (host.up && known.session() == host.session && known.status() != HostStatus.LOST) {
      input(
          random.nextInt(4) == 0
              ? new CellInput.Silence(host.id, host.session, 5 * SECOND)
              : new CellInput.Heard(host.id, host.session));
    } else if (known.status() == HostStatus.LOST && random.nextBoolean()) {
      join(host);
    } else {
      input(
          new CellInput.Silence(
              host.id, known.session(), random.nextBoolean() ? 5 * SECOND : 30 * SECOND));
    }
  }

  /// A reader that starts from a checkpoint decides the same.
  private void restart() {
    CellState fresh = CellState.fromChunks(state.cell(), Policy.DEFAULT, state.toChunks());
    assertThat(machine.handle(fresh, new CellInput.Place(), now))
        .isEqualTo(machine.handle(state, new CellInput.Place(), now));
    assertThat(machine.handle(fresh, new CellInput.Tick(), now))
        .isEqualTo(machine.handle(state, new CellInput.Tick(), now));
    state = fresh;
  }

  private void input(CellInput input) {
    seen.add(input);
    Map<String, Object> before = StateAudit.indexes(state);
    List<CellEvent> events = machine.handle(state, input, now);
    StateAudit.requireSame("handle changes nothing", before, StateAudit.indexes(state));
    for (CellEvent event : events) {
      orders.before(state, event);
      state.apply(event, now);
      StateAudit.check(state, event);
      visited.look(state);
    }
    if (!events.isEmpty()) {
      StateAudit.checkIndexes(state);
    }
    for (OrderBatch batch : orders.take(0)) {
      SimulatedHost host = find(batch.host());
      if (host != null) {
        host.take(batch);
      }
    }
  }

  private SimulatedHost anyHost() {
    return hosts.get(random.nextInt(hosts.size()));
  }

  private @Nullable SimulatedHost find(HostId id) {
    return hosts.stream().filter(host -> host.id.equals(id)).findFirst().orElse(null);
  }
}
