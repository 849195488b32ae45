package dev.skiff.dispatcher.core;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.InvocationRecord.ResumeKey;
import dev.skiff.contracts.invocation.ReceiptEvent;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the owner of a partition of invocations does about what it hears: a state machine without
/// I/O, clock, threads or logging. The same inputs and the same random numbers give the same steps.
/// One writer.
///
/// It may be thrown away at any time: what it has decided and must not forget is in the receipts,
/// and [PartitionHistory] makes the next one of them. See DESIGN.md.
public final class PartitionMachine {
  /// An invocation of a function that nobody knows waits for so long, microseconds: the function's
  /// record and the invocation's may come in either order.
  private static final long UNKNOWN_PATIENCE = 5_000_000;

  private static final int MAX_ORIGINS = 10_000;
  private static final long NOT_PARKED = -1;

  private final PartitionHistory history;
  private final Map<FunctionId, FunctionDesk> desks = new HashMap<>();
  private final OpenWork open;
  private final Attempts attempts;
  private final Scaler scaler = new Scaler();
  private final Set<String> origins = new LinkedHashSet<>();

  /// @param history of what earlier owners did
  /// @param readFrom offset of the first invocation that will be read
  public PartitionMachine(PartitionHistory history, long readFrom, RandomGenerator random) {
    this.history = history;
    this.open = new OpenWork(readFrom);
    this.attempts = new Attempts(open, random);
  }

  /// Takes one input.
  ///
  /// @param now microseconds since the epoch
  public Decided handle(DispatchInput input, long now) {
    DispatchStep step = new DispatchStep(now);
    switch (input) {
      case DispatchInput.Passed(long offset) -> open.read(offset);
      case DispatchInput.Tick _ -> desks.values().forEach(desk -> tend(desk, step));
      case DispatchInput.OfFunction ofFunction -> {
        FunctionDesk desk = desk(ofFunction.function());
        take(desk, ofFunction, step);
        tend(desk, step);
      }
      case DispatchInput.OfInvocation ofInvocation -> {
        Work work = open.at(ofInvocation.offset());
        if (work != null) {
          FunctionDesk desk = desk(work.invoke().function());
          take(desk, work, ofInvocation, step);
          tend(desk, step);
        }
      }
    }
    return step.decided();
  }

  private void take(FunctionDesk desk, DispatchInput.OfFunction input, DispatchStep step) {
    switch (input) {
      case DispatchInput.Deployed(FunctionSpec spec, long version) -> desk.deploy(spec, version);
      case DispatchInput.Removed _ -> desk.remove();
      case DispatchInput.Read read -> read(desk, read, step);
      case DispatchInput.Found found -> found.vms().forEach(vm -> adopt(desk, vm, step));
      case DispatchInput.Granted granted -> {
        desk.pool().answered(granted.ask(), 1);
        adopt(desk, granted.vm(), step);
      }
      case DispatchInput.Denied denied -> {
        desk.pool().answered(denied.ask(), denied.vms());
        desk.startFailed("%s: %s".formatted(denied.code(), denied.detail()), step.now());
      }
      case DispatchInput.Ready(FunctionId _, VmId vm) -> {
        desk.pool().ready(vm);
        desk.startSucceeded();
      }
      case DispatchInput.Gone gone -> gone(desk, gone.vm(), gone.detail(), step.now());
    }
  }

  private void take(
      FunctionDesk desk, Work work, DispatchInput.OfInvocation input, DispatchStep step) {
    switch (input) {
      case DispatchInput.Ended ended -> attempts.ended(desk, work, ended, step);
      case DispatchInput.Delivered delivered -> {
        if (work.delivered(delivered.destination())) {
          attempts.settle(desk, work, step);
        }
      }
    }
  }

  /// Every invocation with a smaller offset is over.
  public long settledBelow() {
    return open.settledBelow();
  }

  /// How many invocations are not over.
  public int held() {
    return open.count();
  }

  /// Bytes of the records of those.
  public long heldBytes() {
    return open.bytes();
  }

  /// When it wants a [DispatchInput.Tick] at the latest, microseconds since the epoch.
  public long dueAt(long now) {
    long due = now + 1_000_000;
    for (FunctionDesk desk : desks.values()) {
      due = Math.min(due, desk.queue().dueAt());
    }
    return due;
  }

  private FunctionDesk desk(FunctionId id) {
    return desks.computeIfAbsent(id, FunctionDesk::new);
  }

  private void read(FunctionDesk desk, DispatchInput.Read read, DispatchStep step) {
    open.read(read.offset());
    if (history.isSettled(read.offset())) {
      return;
    }
    switch (read.record()) {
      case Invoke invoke -> admit(desk, read.offset(), invoke, read.bytes(), step);
      case ResumeKey resume -> resume(desk, read.offset(), resume, step);
    }
  }

  private void admit(FunctionDesk desk, long offset, Invoke invoke, int bytes, DispatchStep step) {
    Work work = new Work(offset, invoke, bytes, history.attempts(offset), history.dueAt(offset));
    open.add(work);
    if (!isFirst(invoke.origin())) {
      work.end(Endings.dropped(work, "repeated", "the same event was taken before"), Set.of());
      attempts.settle(desk, work, step);
      return;
    }
    desk.queue().add(work);
    desk.arrived(step.now());
    long parkedAt = history.parkedAt(offset);
    if (parkedAt >= 0) {
      desk.queue().withdraw(work);
      work.park(parkedAt);
    }
  }

  private boolean isFirst(@Nullable String origin) {
    if (origin == null) {
      return true;
    }
    boolean first = origins.add(origin);
    if (origins.size() > MAX_ORIGINS) {
      origins.remove(origins.iterator().next());
    }
    return first;
  }

  private void resume(FunctionDesk desk, long offset, ResumeKey resume, DispatchStep step) {
    Work head = desk.queue().head(resume.orderingKey());
    if (head == null || head.stage() != Work.Stage.PARKED) {
      step.receipt(resumed(offset, resume, NOT_PARKED));
      return;
    }
    step.receipt(resumed(offset, resume, head.offset()));
    if (resume.skip()) {
      head.end(Endings.dropped(head, "skipped", "somebody passed it over"), Set.of());
      attempts.settle(desk, head, step);
    } else {
      head.resume();
      desk.queue().enqueue(head);
    }
  }

  private static ReceiptEvent resumed(long offset, ResumeKey resume, long head) {
    return new ReceiptEvent.KeyResumed(
        offset, resume.function(), resume.orderingKey(), head, resume.skip());
  }

  private void adopt(FunctionDesk desk, ServingVm vm, DispatchStep step) {
    desk.pool().add(vm, step.now());
    if (!vm.ready()) {
      step.effect(new DispatchEffect.AwaitReady(desk.id(), vm.id()));
    }
  }

  private static void gone(FunctionDesk desk, VmId vm, String detail, long now) {
    VmPool.Member member = desk.pool().remove(vm);
    if (member != null && !member.isReady()) {
      desk.startFailed(detail, now);
    }
  }

  private void tend(FunctionDesk desk, DispatchStep step) {
    FunctionSpec spec = desk.spec();
    if (spec == null) {
      abandon(desk, step);
    } else {
      attempts.begin(desk, spec, step);
      scaler.scale(desk, spec, step);
    }
  }

  /// A function that is gone, or that is not known yet.
  private void abandon(FunctionDesk desk, DispatchStep step) {
    boolean known = desk.isKnown();
    for (Work work : open.all()) {
      boolean waits = work.stage() == Work.Stage.WAITING || work.stage() == Work.Stage.PARKED;
      if (work.invoke().function().equals(desk.id())
          && waits
          && (known || step.now() - work.invoke().at() > UNKNOWN_PATIENCE)) {
        work.end(
            Endings.dropped(work, "no-such-function", "there is no function " + desk.id()),
            Set.of());
        attempts.settle(desk, work, step);
      }
    }
    for (VmPool.Member member : desk.pool().all()) {
      if (known && member.isIdle()) {
        desk.pool().remove(member.vm().id());
        step.effect(new DispatchEffect.Stop(member.vm().id(), false));
      }
    }
  }
}
