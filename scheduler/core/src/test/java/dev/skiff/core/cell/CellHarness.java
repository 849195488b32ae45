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
import dev.skiff.contracts.spec.VmSpec;
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

  final CellMachine machine = new CellMachine(CellRules.DEFAULT);
  CellState state = new CellState(new CellId(0));
  long now = 1_000 * SECOND;
  private final OrderDeriver deriver = new OrderDeriver();
  private final List<OrderBatch> orders = new ArrayList<>();
  private long offset;

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
    return input(new CellInput.Requested(offset++, request)).stream()
        .filter(CellEvent.Outcome.class::isInstance)
        .map(CellEvent.Outcome.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no outcome of " + request));
  }

  CellEvent.Outcome submit(String job, JobSpec spec) {
    return request(new Request.SubmitJob(new JobId(job), spec, false, null, now, NEVER));
  }

  CellEvent.Outcome submit(String job, JobSpec spec, IdempotencyKey key) {
    return request(new Request.SubmitJob(new JobId(job), spec, false, key, now, NEVER));
  }

  List<CellEvent> report(String host, long session, Report report) {
    return input(new CellInput.Reported(new HostId(host), session, report));
  }

  List<CellEvent> join(String host, long session, long cpus, long memoryMib, RunningVm... running) {
    return report(
        host, session, new Report.Joined(facts(cpus, memoryMib), List.of(running), List.of()));
  }

  List<CellEvent> place() {
    return input(new CellInput.Place());
  }

  List<CellEvent> started(String host, long session, VmId vm, int incarnation) {
    return report(
        host, session, new Report.VmStarted(vm, incarnation, new StartPhases(now, now, now, now)));
  }

  List<CellEvent> ended(String host, long session, VmId vm, int incarnation, int code) {
    return report(
        host,
        session,
        new Report.VmEnded(vm, incarnation, new ExitStatus(code, 0, false, null, null, now)));
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
    state = CellState.fromChunks(state.cell(), state.toChunks());
  }

  static HostFacts facts(long cpus, long memoryMib) {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of("zone", "a"),
        new Resources(cpus * 1_000, memoryMib, 100_000, 100),
        100,
        "simulated",
        "for tests",
        "test");
  }

  static JobSpec job(int count) {
    return spec(null, count, RestartPolicy.NEVER, null, List.of(), 0);
  }

  static JobSpec spec(
      @Nullable String name,
      int count,
      RestartPolicy restart,
      @Nullable Long ttl,
      List<Selector> constraints,
      int priority) {
    return new JobSpec(
        name,
        "default",
        Map.of(),
        count,
        restart,
        ttl,
        vmSpec(1_000, 1_024),
        constraints,
        priority);
  }

  static JobSpec sized(int count, long milliCpu, long memoryMib) {
    return new JobSpec(
        null,
        "default",
        Map.of(),
        count,
        RestartPolicy.NEVER,
        null,
        vmSpec(milliCpu, memoryMib),
        List.of(),
        0);
  }

  private static VmSpec vmSpec(long milliCpu, long memoryMib) {
    return new VmSpec(
        "skiff/busybox",
        List.of("true"),
        Map.of(),
        null,
        null,
        false,
        false,
        new Resources(milliCpu, memoryMib, 10, 1));
  }
}
