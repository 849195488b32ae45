package dev.skiff.core.cell;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A cell that a test feeds by hand: every input is handled and its events applied at once, as an
/// owner does it.
final class CellHarness {
  static final long SECOND = 1_000_000;
  static final long NEVER = Long.MAX_VALUE;

  final CellMachine machine;
  CellState state = new CellState(new CellId(0));
  long now = 1_000 * SECOND;
  private final OrderDeriver deriver = new OrderDeriver();
  private final List<OrderBatch> orders = new ArrayList<>();
  private long offset;

  CellHarness() {
    this(CellRules.DEFAULT);
  }

  CellHarness(CellRules rules) {
    this.machine = new CellMachine(rules);
  }

  List<CellEvent> input(CellInput input) {
    List<CellEvent> events = machine.handle(state, input, now);
    for (CellEvent event : events) {
      deriver.before(state, event);
      state.apply(event, now);
    }
    orders.addAll(deriver.take(0));
    return events;
  }

  CellEvent.Outcome request(Request request) {
    return outcome(input(new CellInput.Requested(offset++, request)));
  }

  static CellEvent.Outcome outcome(List<CellEvent> events) {
    return events.stream()
        .filter(CellEvent.Outcome.class::isInstance)
        .map(CellEvent.Outcome.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no outcome in " + events));
  }

  CellEvent.Outcome submit(String job, JobSpec spec) {
    return request(new Request.SubmitJob(new JobId(job), spec, false, true, null, now, NEVER));
  }

  CellEvent.Outcome submit(String job, JobSpec spec, IdempotencyKey key) {
    return request(new Request.SubmitJob(new JobId(job), spec, false, true, key, now, NEVER));
  }

  /// So that another cell can be asked.
  CellEvent.Outcome offer(String job, JobSpec spec, IdempotencyKey key) {
    return request(new Request.SubmitJob(new JobId(job), spec, false, false, key, now, NEVER));
  }

  CellEvent.Outcome cancel(String job) {
    return request(new Request.CancelJob(new JobId(job), NEVER));
  }

  List<CellEvent> report(String host, long session, Report report) {
    return input(new CellInput.Reported(new HostId(host), session, report));
  }

  List<CellEvent> join(String host, long session, long cpus, long memoryMib, RunningVm... running) {
    return join(host, session, facts(cpus, memoryMib), running);
  }

  List<CellEvent> join(String host, long session, HostFacts facts, RunningVm... running) {
    return report(
        host, session, new Report.Joined("journal-of-" + host, facts, List.of(running), List.of()));
  }

  List<CellEvent> place() {
    return input(new CellInput.Place());
  }

  List<CellEvent> tick() {
    return input(new CellInput.Tick());
  }

  /// Time passes, and what falls due by then is done, until nothing is due or placeable.
  void pass(long micros) {
    now += micros;
    settle();
  }

  void settle() {
    for (int i = 0; i < 10_000; i++) {
      if (tick().isEmpty() && place().isEmpty()) {
        return;
      }
    }
    throw new AssertionError("the cell does not come to rest");
  }

  List<CellEvent> accepted(String id) {
    Vm vm = vm(id);
    return report(
        hostOf(vm),
        session(vm),
        new Report.VmsAccepted(vm.id().job(), vm.id().index(), 1, vm.incarnation(), now));
  }

  List<CellEvent> started(String host, long session, VmId vm, int incarnation) {
    return report(
        host,
        session,
        new Report.VmsStarted(
            vm.job(), vm.index(), 1, incarnation, new StartPhases(now, now, now, now)));
  }

  /// Its host says that it runs.
  List<CellEvent> started(String id) {
    Vm vm = vm(id);
    return started(hostOf(vm), session(vm), vm.id(), vm.incarnation());
  }

  /// All VMs that have a host and are not told to end come to run.
  void startAll() {
    for (Job job : state.jobs()) {
      for (Vm vm : state.vmsOf(job.id())) {
        if (vm.status() == VmStatus.ASSIGNED || vm.status() == VmStatus.STARTING) {
          started(vm.id().toString());
        }
      }
    }
  }

  /// All VMs that were told to end do so.
  void endStopping() {
    for (Job job : state.jobs()) {
      for (Vm vm : state.vmsOf(job.id())) {
        if (vm.status() == VmStatus.STOPPING) {
          ended(vm.id().toString(), 143);
        }
      }
    }
  }

  List<CellEvent> ended(String host, long session, VmId vm, int incarnation, int code) {
    return report(
        host,
        session,
        new Report.VmEnded(vm, incarnation, new ExitStatus(code, 0, false, null, null, now)));
  }

  /// Its host says that it is over.
  List<CellEvent> ended(String id, int code) {
    Vm vm = vm(id);
    return ended(hostOf(vm), session(vm), vm.id(), vm.incarnation(), code);
  }

  /// A host is silent until it is given up, and its VMs with it.
  void lose(String host) {
    Host known = host(host);
    input(new CellInput.Silence(known.id(), known.session(), machine.rules().suspectAfter()));
    input(new CellInput.Silence(known.id(), known.session(), machine.rules().lostAfter()));
  }

  private static String hostOf(Vm vm) {
    return String.valueOf(vm.host());
  }

  private long session(Vm vm) {
    return host(hostOf(vm)).session();
  }

  /// Orders since the last call.
  List<Order> orders() {
    List<Order> all = orders.stream().flatMap(batch -> batch.orders().stream()).toList();
    orders.clear();
    return all;
  }

  Vm vm(String id) {
    return state.requireVm(VmId.parse(id));
  }

  /// Why a VM waits, in words.
  String why(String id) {
    Vm vm = vm(id);
    return job(vm.id().job()).whyWaits(vm);
  }

  Host host(String id) {
    return state.requireHost(new HostId(id)).host;
  }

  Job job(JobId id) {
    return state.requireJob(id).job;
  }

  VmStatus status(String id) {
    return vm(id).status();
  }

  /// The cell as a reader sees it who starts from a checkpoint.
  void restoreFromCheckpoint() {
    state = CellState.fromChunks(state.cell(), machine.rules().policy(), state.toChunks());
  }

  static HostFacts facts(long cpus, long memoryMib) {
    return facts(cpus, memoryMib, "a");
  }

  static HostFacts facts(long cpus, long memoryMib, String zone) {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of("zone", zone),
        new Resources(cpus * 1_000, memoryMib, 100_000, 100),
        100,
        "simulated",
        "for tests",
        List.of(),
        "test");
  }

  static JobSpec job(int count) {
    return JobSpec.of(count, Specs.vm(1_000, 1_024));
  }

  static JobSpec spec(
      @Nullable String name,
      int count,
      RestartPolicy restart,
      @Nullable Long ttl,
      List<Selector> constraints,
      int priority) {
    return new Specs(job(count))
        .named(name)
        .restarted(restart)
        .removedAfter(ttl)
        .constrained(constraints)
        .priority(priority)
        .spec();
  }

  static JobSpec sized(int count, long milliCpu, long memoryMib) {
    return JobSpec.of(count, Specs.vm(milliCpu, memoryMib));
  }
}
