package dev.skiff.loadtests.simulation;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.owner.CellWorker;
import dev.skiff.core.owner.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// One seeded history of a whole cell in virtual time: clients, log, schedulers that are paused and
/// killed, agents that are killed and cut off, appends that time out, land late or lose their
/// offsets, orders that are lost, checkpoints that are damaged. Real are the cell machine, the
/// workers with their claims, and the agent core; simulated are the topics, the VMMs and time.
///
/// What must always be true is checked with every record that arrives; when the faults end,
/// everything must settle. The idea is that of FoundationDB's simulation: a failing seed runs again
/// exactly.
public final class Simulation {
  private static final long FAULTY = 60_000_000;
  private static final long QUIET = 90_000_000;

  /// VMs go on ending and being started again, so a still moment is looked for.
  private static final int LOOKS = 300;

  private static final long BETWEEN_LOOKS = 37_000;

  private final World world;
  private final Broker broker = new Broker();
  private final Reference reference;
  private final Physics physics;
  private final List<SimulatedScheduler> schedulers = new ArrayList<>();
  private final List<SimulatedHost> hosts = new ArrayList<>();

  private Simulation(long seed) {
    world = new World(seed);
    reference = new Reference(world);
    physics = new Physics(reference);
    for (String id : List.of("s0", "s1", "s2")) {
      schedulers.add(new SimulatedScheduler(id, world, broker, reference, this::isAlive));
    }
    IntStream.range(0, 4)
        .forEach(i -> hosts.add(new SimulatedHost("h" + i, 2 + i, world, broker, physics)));
    new Clients(world, broker);
  }

  /// What one history came to.
  ///
  /// @param records in the log
  /// @param claims schedulers that came into force
  /// @param requests handled, each with one outcome
  /// @param started VMs that really ran
  /// @param events how often each type of event was in the log
  public record Result(
      long seed,
      int records,
      long claims,
      int requests,
      int started,
      Map<String, Integer> events) {}

  /// @throws InvariantViolation with the seed and what happened last
  public static Result run(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      return simulation.run0(seed);
    } catch (RuntimeException e) {
      InvariantViolation violation =
          new InvariantViolation(
              "seed %d at %.6f s: %s%n%s"
                  .formatted(
                      seed,
                      simulation.world.now() / 1e6,
                      e.getMessage(),
                      String.join("\n", simulation.world.trace())));
      violation.initCause(e);
      throw violation;
    }
  }

  private Result run0(long seed) {
    world.runFor(FAULTY);
    world.endFaults();
    world.note("the faults end");
    world.runFor(QUIET);
    for (int look = 1; ; look++) {
      try {
        checkSettled();
        break;
      } catch (InvariantViolation e) {
        if (look == LOOKS) {
          throw e;
        }
        world.runFor(BETWEEN_LOOKS);
      }
    }
    long claims =
        IntStream.range(0, broker.log.size())
            .filter(i -> broker.log.get(i) instanceof LogRecord.Claim)
            .count();
    return new Result(
        seed,
        broker.log.size(),
        claims,
        broker.requests.size(),
        physics.started(),
        reference.seen());
  }

  private boolean isAlive(String id) {
    return schedulers.stream().anyMatch(s -> s.id().equals(id) && s.isAlive());
  }

  private void checkSettled() {
    CellState state = reference.state();
    for (long request = 0; request < broker.requests.size(); request++) {
      Reference.require(
          reference.outcomes().containsKey(request), "request %d has no outcome", request);
    }
    checkOwnership();
    for (Host host : state.hosts()) {
      Reference.require(host.status() == HostStatus.READY, "%s is %s", host.id(), host.status());
    }
    Reference.require(state.ghosts().isEmpty(), "ghosts are left: %s", state.ghosts());
    Set<VmRun> believed = new TreeSet<>();
    state.jobs().forEach(job -> state.vmsOf(job.id()).forEach(vm -> checkSettled(vm, believed)));
    Set<VmRun> real = new TreeSet<>();
    for (SimulatedHost host : hosts) {
      real.addAll(host.running());
      Host believedHost = state.host(host.id());
      Reference.require(
          believedHost != null && believedHost.used().equals(host.used()),
          "%s holds %s, the log says %s",
          host.id(),
          host.used(),
          believedHost);
    }
    Reference.require(real.equals(believed), "running: %s, the log says %s", real, believed);
    Reference.require(physics.count() == real.size(), "%d run in all", physics.count());
  }

  private void checkSettled(Vm vm, Set<VmRun> believed) {
    switch (vm.status()) {
      case RUNNING -> believed.add(new VmRun(vm.id(), vm.incarnation()));
      case ASSIGNED, STARTING, STOPPING ->
          throw new InvariantViolation("%s is still %s".formatted(vm.id(), vm.status()));
      case PENDING -> {
        Reference.require(vm.reason() != null, "%s waits and does not say why", vm.id());
        for (Host host : reference.state().hosts()) {
          Reference.require(
              vm.notBefore() > world.now()
                  || !reference.needOf(vm).fitsIn(host.free())
                  || !matches(vm, host),
              "%s waits (%s) while %s has room: %s",
              vm.id(),
              vm.reason(),
              host.id(),
              host.free());
        }
      }
      case CREATED, EXITED, FAILED, LOST, CANCELLED -> {}
    }
  }

  private boolean matches(Vm vm, Host host) {
    var job = reference.state().job(vm.id().job());
    return job != null
        && job.spec().constraints().stream().allMatch(c -> c.matches(host.facts().labels()));
  }

  private void checkOwnership() {
    List<CellWorker> workers = schedulers.stream().map(SimulatedScheduler::worker).toList();
    long owners = workers.stream().filter(w -> w != null && w.role() == Role.OWNING).count();
    Reference.require(owners == 1, "%d owners", owners);
    for (CellWorker worker : workers) {
      if (worker != null && worker.role() == Role.FOLLOWING && isLevel(worker)) {
        Reference.require(
            worker.state().toChunks().equals(reference.state().toChunks()),
            "a standby's state differs at %s",
            worker.position());
      }
    }
  }

  private boolean isLevel(CellWorker worker) {
    return worker.position().equals(reference.position());
  }
}
