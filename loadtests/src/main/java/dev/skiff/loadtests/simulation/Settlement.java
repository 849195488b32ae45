package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.owner.CellWorker;
import dev.skiff.core.owner.Role;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// How a cell must be once nothing goes wrong any more: nothing is on its way, what the log says
/// runs is what runs, and what waits cannot be placed.
final class Settlement {
  private Settlement() {}

  static void check(SimulatedCell cell, List<SimulatedScheduler> schedulers) {
    CellState state = cell.reference().state();
    checkOwnership(cell, schedulers);
    for (long request = 0; request < cell.topics().requests.size(); request++) {
      require(
          cell.reference().hasOutcome(request) || cell.topics().isSkipped(request),
          "request %d has no outcome",
          request);
    }
    for (Host host : state.hosts()) {
      require(host.status() == host.whenHeard(), "%s is %s", host.id(), host.status());
      if (host.drain() != null) {
        state.vmsOn(host.id()).forEach(vm -> checkDrained(state, vm));
      }
    }
    require(state.ghosts().isEmpty(), "ghosts are left: %s", state.ghosts());
    Set<VmRun> believed = new TreeSet<>();
    for (Job job : state.jobs()) {
      for (Vm vm : state.vmsOf(job.id())) {
        check(state, job, vm, believed);
      }
      checkShape(state, job);
    }
    checkHosts(cell, state, believed);
  }

  private static void check(CellState state, Job job, Vm vm, Set<VmRun> believed) {
    switch (vm.status()) {
      case RUNNING, PAUSED, SUSPENDED -> believed.add(new VmRun(vm.id(), vm.incarnation()));
      case ASSIGNED, STARTING, STOPPING ->
          throw new InvariantViolation("%s is still %s".formatted(vm.id(), vm.status()));
      case PENDING -> {
        String why = job.whyWaits(vm);
        require(!why.equals("is about to be placed"), "%s waits and does not say why", vm.id());
        for (Host host : state.hosts()) {
          require(
              job.counts().onHosts() >= job.spec().atOnce()
                  || host.whenHeard() != HostStatus.READY
                  || !job.spec().vm().resources().fitsIn(host.free())
                  || Neighbours.obstacle(state, job, host) != null,
              "%s waits (%s) while %s has room: %s",
              vm,
              why,
              host.id(),
              host.free());
        }
      }
      case CREATED, EXITED, FAILED, LOST, CANCELLED -> {}
    }
    require(!job.isCalledOff() || vm.status().isFinal(), "%s of a job called off", vm);
  }

  /// What may be started elsewhere has left a host that is drained.
  private static void checkDrained(CellState state, Vm vm) {
    Job job = state.job(vm.id().job());
    require(
        job != null
            && !job.spec().isService()
            && job.spec().restart().mode() == RestartPolicy.Mode.NEVER,
        "%s is still on %s, which is drained",
        vm.id(),
        vm.host());
  }

  /// A service has all its VMs, of its last generation, unless it waits for room.
  private static void checkShape(CellState state, Job job) {
    if (job.spec().isService() && !job.isCalledOff() && job.counts().pending() == 0) {
      List<Vm> vms = state.vmsOf(job.id());
      require(
          vms.size() == job.spec().count() && job.older().isEmpty(),
          "%s has %d VMs and generations %s",
          job,
          vms.size(),
          job.older());
    }
  }

  private static void checkHosts(SimulatedCell cell, CellState state, Set<VmRun> believed) {
    Set<VmRun> real = new TreeSet<>();
    for (SimulatedHost host : cell.hosts()) {
      real.addAll(host.running());
      Host known = state.host(host.id());
      require(
          known != null && known.used().equals(host.used()),
          "%s holds %s, the log says %s",
          host.id(),
          host.used(),
          known);
    }
    require(real.equals(believed), "running: %s, the log says %s", real, believed);
  }

  private static void checkOwnership(SimulatedCell cell, List<SimulatedScheduler> schedulers) {
    List<CellPart> parts =
        schedulers.stream().map(s -> s.part(cell)).filter(Objects::nonNull).toList();
    long owners = parts.stream().filter(p -> p.worker().role() == Role.OWNING).count();
    require(owners == 1, "cell %s has %d owners", cell.id(), owners);
    for (CellPart part : parts) {
      CellWorker worker = part.worker();
      if (worker.role() == Role.OWNING) {
        part.view().requireSame(cell.reference().state());
      }
      if (worker.role() == Role.FOLLOWING
          && worker.position().equals(cell.reference().position())) {
        require(
            worker.state().toChunks().equals(cell.reference().state().toChunks()),
            "a standby's state differs at %s",
            worker.position());
      }
    }
  }
}
