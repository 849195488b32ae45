package dev.skiff.contracts.wire;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.checkpoint.CheckpointRecord;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.contracts.invocation.Timings;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.order.Lease;
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
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.AfterEnd;
import dev.skiff.contracts.state.CallOff;
import dev.skiff.contracts.state.Drain;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Plan;
import dev.skiff.contracts.state.StoredKey;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.state.VmTimings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
          List.of("skiff/busybox"),
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
  private static final PlacementSpec PLACEMENT =
      new PlacementSpec(
          List.of(Selector.parse("zone in (a,b),gpu")),
          List.of(new Preference(Selector.parse("ssd"), 10)),
          List.of(new Spread("rack", 1)),
          List.of(new Affinity("zone", Selector.parse("name=cache"), true)),
          List.of(new Affinity("host", Selector.parse("team=batch"), false)),
          50,
          3_600L);
  private static final JobSpec JOB_SPEC =
      new JobSpec(
          JobKind.JOB,
          "thumbnails",
          "default",
          Map.of("team", "media"),
          8,
          4,
          new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 3),
          6,
          7_200L,
          600L,
          true,
          VM_SPEC,
          PLACEMENT,
          new UpdatePolicy(2, 1));
  private static final IdempotencyKey KEY = new IdempotencyKey("0a1b", "2c3d");
  private static final StartPhases PHASES = new StartPhases(AT, AT + 1, AT + 2, AT + 3);
  private static final Explanation WHY =
      new Explanation(
          3,
          List.of(new Explanation.Blocker("are too small", 3, 3)),
          true,
          "with 128 MiB less it would fit on host-1",
          AT);
  private static final Plan PLAN =
      new Plan(4, 3, List.of(new Plan.Group(HOST, 3, List.of(VM))), List.of(VM), WHY);

  /// The guarantee stays within the limit whichever number of either is changed (see [Mutations]).
  private static final Quota QUOTA =
      new Quota(new Resources(4_000_000, 4_000_000, 4_000_000, 4_000_000), Resources.NONE);

  private static final FunctionId FUNCTION = new FunctionId("default", "thumbnails");

  /// Its scale and pauses stay within each other whichever number of them is changed (see
  /// [Mutations]).
  private static final FunctionSpec FUNCTION_SPEC =
      new FunctionSpec(
          FUNCTION,
          Map.of("team", "media"),
          new VmSpec(
                  "skiff/busybox",
                  List.of("sh", "-c", "wc -c"),
                  Map.of("A", "1"),
                  "/tmp",
                  "nobody",
                  false,
                  false,
                  AMOUNT)
              .serving(new Serve(Serve.Protocol.HTTP, 8080, 4, 30, "default/thumbnails@17")),
          Serve.Protocol.STDIO,
          8080,
          1,
          30,
          PLACEMENT,
          new Scale(0, Scale.MAX_VMS, 0, 60_000),
          30_000,
          new Retries(3, 10, 86_400_000),
          "dead",
          triggers());

  static final List<WireRecord> ALL =
      Stream.<List<? extends WireRecord>>of(
              requests(),
              reports(),
              orders(),
              log(),
              inputs(),
              events(),
              checkpoints(),
              functions(),
              triggers(),
              filters(),
              invocations(),
              receipts())
          .<WireRecord>flatMap(List::stream)
          .toList();

  private Samples() {}

  private static List<WireRecord> requests() {
    return List.of(
        new Request.SubmitJob(JOB, JOB_SPEC, true, true, KEY, AT, AT + 9),
        new Request.PlanJob(JOB_SPEC, AT),
        new Request.UpdateJob(JOB, JOB_SPEC, 2, AT),
        new Request.CancelJob(JOB, AT),
        new Request.RemoveJob(JOB, AT),
        new Request.StartVm(VM, AT),
        new Request.StopVm(VM, 10_000, AT),
        new Request.KillVm(VM, AT),
        new Request.RemoveVm(VM, true, AT),
        new Request.PauseVm(VM, AT),
        new Request.SuspendVm(VM, AT),
        new Request.ResumeVm(VM, AT),
        new Request.CordonHost(HOST, AT),
        new Request.UncordonHost(HOST, AT),
        new Request.DrainHost(HOST, 600L, true, true, AT),
        new Request.RemoveHost(HOST, AT),
        new Request.SetQuota("default", QUOTA, AT));
  }

  private static List<WireRecord> reports() {
    return List.of(
        new ReportBatch(HOST, 7, AT, List.of(new Report.VmsStarted(JOB, 3, 2, 2, PHASES))),
        new Heartbeat(HOST, 7, AT, AMOUNT),
        new Report.Joined(
            "5f2c9a",
            FACTS,
            List.of(new RunningVm(VM, 2, AMOUNT, VmHold.PAUSED)),
            List.of(new FinishedVm(VM, 1, EXIT))),
        new Report.FactsChanged(FACTS),
        new Report.VmsAccepted(JOB, 3, 2, 2, AT),
        new Report.VmsStarted(JOB, 3, 2, 2, PHASES),
        new Report.VmPaused(VM, 2),
        new Report.VmSuspended(VM, 2),
        new Report.VmResumed(VM, 2),
        new Report.VmUnchanged(VM, 2, "not-supported", "the driver cannot suspend VMs"),
        new Report.VmEnded(VM, 2, EXIT),
        new Report.VmRefused(VM, 2, "no-room", "4 MiB are left"));
  }

  private static List<WireRecord> orders() {
    return List.of(
        new OrderBatch(HOST, 7, 42, List.of(new Order.Kill(VM, 2)), new Lease(AT, 10_000)),
        new Order.Start(JOB, 3, 2, 2, true, VM_SPEC),
        new Order.Stop(VM, 2, 10_000),
        new Order.Kill(VM, 2),
        new Order.Pause(VM, 2),
        new Order.Suspend(VM, 2),
        new Order.Resume(VM, 2),
        new Order.Forget(VM, 2));
  }

  private static List<WireRecord> log() {
    return List.of(
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
        new PoisonRecord(
            "skiff.requests", 0, 10, "is no JSON", "scheduler s1", "bm90IGpzb24=", AT));
  }

  private static List<WireRecord> inputs() {
    return List.of(
        new InputRef.Requests(9, 10),
        new InputRef.LateRequests(9, 10),
        new InputRef.Reports(9, 10),
        new InputRef.Tick(),
        new InputRef.Place(),
        new InputRef.Silence(HOST, 7, 5_000_000),
        new InputRef.Beat(HOST, 7, AT),
        new InputRef.Heard(HOST, 7));
  }

  private static List<WireRecord> events() {
    return List.of(
        new CellEvent.Outcome(10, OutcomeCode.NAME_TAKEN, JOB, "the name is taken"),
        new CellEvent.JobAdmitted(JOB, 10, JOB_SPEC, true, KEY, AT),
        new CellEvent.Planned(10, PLAN),
        new CellEvent.KeyRefused(KEY, OutcomeCode.NO_ROOM, "no room for 8 VMs"),
        new CellEvent.JobUpdated(JOB, 2, JOB_SPEC),
        new CellEvent.JobCancelling(JOB, CallOff.BACKOFF_LIMIT_EXCEEDED),
        new CellEvent.VmsAdded(JOB, 8, 2),
        new CellEvent.JobRemoved(JOB),
        new CellEvent.KeysExpired(List.of("0a1b")),
        new CellEvent.VmsAssigned(JOB, 0, 3, 1, HOST),
        new CellEvent.JobWaiting(JOB, WHY),
        new CellEvent.VmNominated(VM, HOST),
        new CellEvent.VmsStarting(JOB, 3, 2, AT),
        new CellEvent.VmsRunning(JOB, 3, 2, PHASES),
        new CellEvent.VmWanted(VM, VmHold.PAUSED),
        new CellEvent.VmHeld(VM, VmHold.SUSPENDED),
        new CellEvent.VmUnchanged(VM, "the driver cannot suspend VMs"),
        new CellEvent.VmAdopted(VM, HOST, 8),
        new CellEvent.VmStopping(VM, 10_000, AfterEnd.REPLACE, "its host is being emptied"),
        new CellEvent.VmEnded(VM, VmStatus.EXITED, EXIT),
        new CellEvent.VmRequeued(VM, 1, AT, HOST, "is started again"),
        new CellEvent.VmRemoved(VM),
        new CellEvent.HostJoined(HOST, 7, "5f2c9a", FACTS),
        new CellEvent.HostConflict(HOST, 8, "another agent wants to be host-1 as well"),
        new CellEvent.HostChanged(HOST, FACTS),
        new CellEvent.HostSuspected(HOST),
        new CellEvent.HostRecovered(HOST),
        new CellEvent.HostLost(HOST),
        new CellEvent.HostCordoned(HOST),
        new CellEvent.HostUncordoned(HOST),
        new CellEvent.HostDraining(HOST, AT, true),
        new CellEvent.HostRemoved(HOST),
        new CellEvent.LeaseGranted(HOST, 7, AT, 10_000),
        new CellEvent.QuotaSet("default", QUOTA),
        new CellEvent.GhostSeen(HOST, VM, 1, AMOUNT),
        new CellEvent.GhostGone(HOST, VM, 1),
        new CellEvent.InputRejected("requests", 10, "is no JSON"));
  }

  private static List<WireRecord> checkpoints() {
    Host host =
        new Host(
            HOST,
            HostStatus.DRAINING,
            7,
            "5f2c9a",
            "another agent wants to be host-1 as well",
            FACTS,
            true,
            new Drain(AT, AT + 9, true, 12),
            AMOUNT,
            1,
            AT,
            AT);
    Job job =
        new Job(
            JOB,
            10,
            3,
            2,
            JOB_SPEC,
            List.of(new Job.Older(1, VM_SPEC)),
            JobStatus.CANCELLING,
            new VmCounts(1, 2, 3, 4, 5, 6, 7),
            CallOff.DEADLINE_EXCEEDED,
            2,
            1,
            WHY,
            AT,
            AT,
            0,
            AT);
    Vm vm =
        new Vm(
            VM,
            VmStatus.RUNNING,
            2,
            3,
            HOST,
            1,
            AT,
            HOST,
            HOST,
            VmHold.PAUSED,
            AfterEnd.REMOVE,
            "why",
            EXIT,
            new VmTimings(1, 2, 3, 4, 5, 6, 7, 8),
            AT);
    return List.of(
        new CheckpointRecord.Manifest(
            new LogPosition(43, 5, "nonce", "s1", 4, 11, 12, AT), 2, "ab"),
        new CheckpointRecord.Chunk(
            0,
            List.of(host),
            List.of(job),
            List.of(vm),
            List.of(
                new StoredKey(
                    KEY, JOB, new StoredKey.Refusal(OutcomeCode.NO_ROOM, "no room for 8 VMs"), AT)),
            List.of(new Ghost(HOST, VM, 1, AMOUNT)),
            List.of(new Namespace("default", QUOTA, AMOUNT, AT))));
  }

  private static List<WireRecord> functions() {
    return List.of(
        new FunctionRecord.Deployed(FUNCTION_SPEC, AT), new FunctionRecord.Removed(FUNCTION, AT));
  }

  private static List<Trigger> triggers() {
    return List.of(
        new Trigger.Events("uploads", filters()),
        new Trigger.Topic(
            "orders", "shop.orders", "latest", List.of(filters().getFirst()), Ordering.KEY, 100),
        new Trigger.Cron("nightly", "30 2 * * 1-5", "Europe/Berlin"));
  }

  private static List<EventFilter> filters() {
    EventFilter exact = new EventFilter.Exact(Map.of("type", "com.example.uploaded"));
    return List.of(
        exact,
        new EventFilter.Prefix(Map.of("source", "/photos/")),
        new EventFilter.Suffix(Map.of("subject", ".jpg")),
        new EventFilter.All(List.of(exact)),
        new EventFilter.Any(List.of(exact)),
        new EventFilter.Not(List.of(exact)),
        new EventFilter.Cesql("size > 100"));
  }

  private static List<WireRecord> invocations() {
    return List.of(
        new InvocationRecord.Invoke(
            FUNCTION,
            new Event(
                Map.of(
                    "id", "7",
                    "source", "/photos/1",
                    "type", "com.example.uploaded",
                    "specversion", "1.0",
                    "datacontenttype", "application/json"),
                new Payload("{\"name\":\"a.jpg\"}", null)),
            "uploads",
            "customer-7",
            "shop.orders-3@1207",
            AT + 9,
            "shop.replies",
            "https://example.com/done",
            AT),
        new InvocationRecord.ResumeKey(FUNCTION, "customer-7", true, AT));
  }

  private static List<WireRecord> receipts() {
    return List.of(
        new ReceiptRecord.PartitionClaim("d1", "nonce", -1),
        new ReceiptRecord.Progress(
            5,
            "nonce",
            3,
            AT,
            1_200,
            4,
            List.of(new ReceiptEvent.KeyResumed(1_208, FUNCTION, "customer-7", 1_207, true))),
        new ReceiptEvent.AttemptBegun(1_207, FUNCTION, 17, 2, VM, HOST, AT),
        new ReceiptEvent.AttemptFailed(
            1_207, FUNCTION, 2, "timed-out", "it ran for longer than 30 s", AT),
        new ReceiptEvent.KeyParked(
            1_207, FUNCTION, "customer-7", 3, "exit-nonzero", "exit code 2", AT),
        new ReceiptEvent.KeyResumed(1_208, FUNCTION, "customer-7", 1_207, true),
        new ReceiptEvent.SettledBefore(1_190, 1_206),
        new ReceiptEvent.Settled(
            1_207,
            FUNCTION,
            17,
            Outcome.FAILED,
            3,
            StartKind.RESTORED,
            VM,
            HOST,
            new Timings(AT, AT + 1, AT + 2, AT + 3, AT + 4, AT + 5),
            2,
            "image/jpeg",
            new Payload(null, "/9j/4A=="),
            "exit-nonzero",
            "exit code 2"));
  }
}
