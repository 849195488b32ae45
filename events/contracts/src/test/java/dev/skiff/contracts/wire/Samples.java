package dev.skiff.contracts.wire;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.FinishedVm;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;
import java.util.List;
import java.util.Map;

/// One record of every type that goes over the wire, with every member set.
final class Samples {
  private static final HostId HOST = new HostId("host-1");
  private static final JobId JOB = new JobId("j0-x7k2m9qa");
  private static final VmId VM = new VmId(JOB, 3);
  private static final long AT = 1_790_000_000_123_456L;
  private static final Resources AMOUNT = new Resources(500, 128, 256, 1);
  private static final ExitStatus EXIT =
      new ExitStatus(137, 9, true, "guest-crashed", "the guest's kernel stopped", AT);
  private static final HostFacts FACTS =
      new HostFacts(
          "http://127.0.0.1:7081",
          Map.of("zone", "a", "rack", "r1"),
          new Resources(4_000, 8_192, 65_536, 100),
          200,
          "qemu-tcg",
          "KVM does not boot a guest here",
          "0.1.0");
  private static final VmSpec VM_SPEC =
      new VmSpec(
          "skiff/busybox",
          List.of("sh", "-c", "uname -r"),
          Map.of("B", "2", "A", "1"),
          "/tmp",
          "nobody",
          true,
          true,
          AMOUNT);
  private static final JobSpec JOB_SPEC =
      new JobSpec(
          "thumbnails",
          "default",
          Map.of("team", "media"),
          8,
          new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 3),
          600L,
          VM_SPEC,
          List.of(Selector.parse("zone in (a,b),gpu")),
          50);
  private static final IdempotencyKey KEY = new IdempotencyKey("0a1b", "2c3d");
  private static final StartPhases PHASES = new StartPhases(AT, AT + 1, AT + 2, AT + 3);

  static final List<WireRecord> ALL =
      List.of(
          new Request.SubmitJob(JOB, JOB_SPEC, true, KEY, AT, AT + 9),
          new Request.CancelJob(JOB, AT),
          new Request.RemoveJob(JOB, AT),
          new Request.StartVm(VM, AT),
          new Request.StopVm(VM, 10_000, AT),
          new Request.KillVm(VM, AT),
          new Request.RemoveVm(VM, true, AT),
          new ReportBatch(HOST, 7, AT, List.of(new Report.VmStarted(VM, 2, PHASES))),
          new Heartbeat(HOST, 7, AT, AMOUNT),
          new Report.Joined(
              FACTS, List.of(new RunningVm(VM, 2, AMOUNT)), List.of(new FinishedVm(VM, 1, EXIT))),
          new Report.FactsChanged(FACTS),
          new Report.VmAccepted(VM, 2, AT),
          new Report.VmStarted(VM, 2, PHASES),
          new Report.VmEnded(VM, 2, EXIT),
          new Report.VmRefused(VM, 2, "no-room", "4 MiB are left"),
          new OrderBatch(HOST, 7, 42, List.of(new Order.Kill(VM, 2))),
          new Order.Start(VM, 2, VM_SPEC),
          new Order.Stop(VM, 2, 10_000),
          new Order.Kill(VM, 2),
          new Order.Forget(VM, 2),
          new LogRecord.Claim("s1", "nonce", -1),
          new LogRecord.Transition(
              5,
              "nonce",
              3,
              AT,
              11,
              12,
              List.of(new InputRef.Requests(9, 10), new InputRef.Tick()),
              List.of(new CellEvent.VmRemoved(VM))),
          new InputRef.Requests(9, 10),
          new InputRef.Reports(9, 10),
          new InputRef.Tick(),
          new InputRef.Place(),
          new InputRef.Silence(HOST, 7, 5_000_000),
          new InputRef.Heard(HOST, 7),
          new CellEvent.Outcome(10, OutcomeCode.NAME_TAKEN, JOB, "the name is taken"),
          new CellEvent.JobAdmitted(JOB, 10, JOB_SPEC, true, KEY, AT),
          new CellEvent.JobCancelling(JOB),
          new CellEvent.JobRemoved(JOB),
          new CellEvent.KeysExpired(List.of("0a1b")),
          new CellEvent.VmsAssigned(JOB, 0, 3, 1, HOST),
          new CellEvent.VmsPending(JOB, 3, 5, "no room now"),
          new CellEvent.VmStarting(VM, AT),
          new CellEvent.VmRunning(VM, PHASES),
          new CellEvent.VmAdopted(VM, HOST, 8),
          new CellEvent.VmStopping(VM, 10_000, true),
          new CellEvent.VmEnded(VM, VmStatus.EXITED, EXIT),
          new CellEvent.VmRequeued(VM, 1, AT, HOST, "is started again"),
          new CellEvent.VmRemoved(VM),
          new CellEvent.HostJoined(HOST, 7, FACTS),
          new CellEvent.HostChanged(HOST, FACTS),
          new CellEvent.HostSuspected(HOST),
          new CellEvent.HostRecovered(HOST),
          new CellEvent.HostLost(HOST),
          new CellEvent.GhostSeen(HOST, VM, 1, AMOUNT),
          new CellEvent.GhostGone(HOST, VM, 1),
          new CellEvent.InputRejected("requests", 10, "is no JSON"),
          new CheckpointRecord.Manifest(
              new LogPosition(43, 5, "nonce", "s1", 4, 11, 12, AT), 2, "ab"),
          new CheckpointRecord.Chunk(
              0,
              List.of(new Host(HOST, HostStatus.READY, 7, FACTS, AMOUNT, 1, AT, AT)),
              List.of(
                  new Job(
                      JOB,
                      10,
                      JOB_SPEC,
                      JobStatus.ACTIVE,
                      new VmCounts(1, 2, 3, 4, 5, 6),
                      AT,
                      AT,
                      0,
                      AT)),
              List.of(
                  new Vm(
                      VM,
                      VmStatus.RUNNING,
                      2,
                      HOST,
                      1,
                      AT,
                      HOST,
                      true,
                      "why",
                      EXIT,
                      new VmTimings(1, 2, 3, 4, 5, 6, 7, 8),
                      AT)),
              List.of(new StoredKey(KEY, JOB, AT)),
              List.of(new Ghost(HOST, VM, 1, AMOUNT))),
          new PoisonRecord(
              "skiff.requests", 0, 10, "is no JSON", "scheduler s1", "bm90IGpzb24=", AT));

  private Samples() {}
}
