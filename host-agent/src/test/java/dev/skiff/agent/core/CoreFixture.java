package dev.skiff.agent.core;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.order.Lease;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import java.util.Map;

/// An agent core with room for four small VMs, and words to talk to it.
final class CoreFixture {
  static final HostId HOST = new HostId("h1");
  static final String JOURNAL = "j-1";
  static final long SESSION = 7;
  static final VmId VM = VmId.parse("j0-aaaa.0");
  static final VmId OTHER = VmId.parse("j0-bbbb.0");
  static final Resources SMALL = new Resources(250, 128, 64, 1);
  static final StartPhases PHASES = new StartPhases(1, 2, 3, 4);

  final AgentCore core;
  long now = 1_000_000;
  long uptime = 5_000_000;

  CoreFixture() {
    this(AgentLimits.DEFAULT);
  }

  CoreFixture(AgentLimits limits) {
    core = new AgentCore(HOST, JOURNAL, facts(), limits);
  }

  static CoreFixture joined() {
    return joined(AgentLimits.DEFAULT);
  }

  static CoreFixture joined(AgentLimits limits) {
    CoreFixture fixture = new CoreFixture(limits);
    fixture.handle(new AgentInput.Recovered(List.of(), 0));
    fixture.handle(new AgentInput.SessionOpened(SESSION));
    return fixture;
  }

  static HostFacts facts() {
    return new HostFacts(
        "http://127.0.0.1:1",
        Map.of(),
        new Resources(500, 512, 4_096, 100),
        200,
        "simulated",
        "a test",
        List.of(),
        "1");
  }

  static VmSpec spec(Resources resources) {
    return new VmSpec(
        "skiff/busybox", List.of("true"), Map.of(), null, null, false, false, resources);
  }

  static Order start(VmId vm, int incarnation) {
    return startRun(vm, 1, incarnation);
  }

  /// Of VMs of a job whose indexes follow each other.
  static Order startRun(VmId first, int count, int incarnation) {
    return new Order.Start(first.job(), first.index(), count, incarnation, false, spec(SMALL));
  }

  static Order startExclusive(VmId vm, int incarnation) {
    return new Order.Start(vm.job(), vm.index(), 1, incarnation, true, spec(SMALL));
  }

  static Report accepted(VmId vm, int incarnation, long orderReceived) {
    return new Report.VmsAccepted(vm.job(), vm.index(), 1, incarnation, orderReceived);
  }

  static Report running(VmId vm, int incarnation) {
    return new Report.VmsStarted(vm.job(), vm.index(), 1, incarnation, PHASES);
  }

  static AgentEffect.Boot boot(VmId vm, int incarnation, long orderReceived) {
    return new AgentEffect.Boot(new VmRun(vm, incarnation), spec(SMALL), false, orderReceived);
  }

  static Order stop(VmId vm, int incarnation, long graceMillis) {
    return new Order.Stop(vm, incarnation, graceMillis);
  }

  static Order kill(VmId vm, int incarnation) {
    return new Order.Kill(vm, incarnation);
  }

  static Order forget(VmId vm, int incarnation) {
    return new Order.Forget(vm, incarnation);
  }

  static ExitStatus exited(int code) {
    return new ExitStatus(code, 0, false, null, null, 1_000_000);
  }

  AgentStep handle(AgentInput input) {
    return core.handle(input, now, uptime);
  }

  AgentStep order(long logOffset, Order... orders) {
    return handle(
        new AgentInput.OrdersRead(OrderBatch.of(HOST, core.session(), logOffset, List.of(orders))));
  }

  /// A lease that answers a heartbeat, alone.
  AgentStep lease(long heartbeat, long millis) {
    return handle(
        new AgentInput.OrdersRead(
            new OrderBatch(HOST, core.session(), 1, List.of(), new Lease(heartbeat, millis))));
  }

  AgentStep tick() {
    return handle(new AgentInput.Tick());
  }

  AgentStep started(VmId vm, int incarnation) {
    return handle(new AgentInput.Started(new VmRun(vm, incarnation), PHASES));
  }

  AgentStep ended(VmId vm, int incarnation, int code) {
    return handle(new AgentInput.Ended(new VmRun(vm, incarnation), exited(code)));
  }

  /// As the link does once Kafka has them.
  AgentStep deliver(AgentStep step) {
    return handle(new AgentInput.Delivered(step.reports()));
  }
}
