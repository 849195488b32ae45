package dev.skiff.dispatcher.core;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A partition stepped by hand: remembers what was decided.
final class TestPartition {
  static final FunctionId ECHO = new FunctionId("default", "echo");
  static final long SECOND = 1_000_000;

  final List<ReceiptEvent> receipts = new ArrayList<>();
  final List<DispatchEffect> effects = new ArrayList<>();
  private final List<DispatchInput.Read> records = new ArrayList<>();
  long now = 1_000 * SECOND;
  PartitionMachine machine =
      new PartitionMachine(new PartitionHistory(), 0, new SplittableRandom(1));
  private long nextOffset;
  private int lastVm;

  static FunctionSpec spec(Scale scale, int concurrency, Retries retries) {
    return new FunctionSpec(
        ECHO,
        Map.of(),
        new VmSpec(
            "skiff/busybox",
            List.of("cat"),
            Map.of(),
            null,
            null,
            false,
            false,
            new Resources(250, 128, 64, 1)),
        Serve.Protocol.STDIO,
        8_080,
        concurrency,
        30,
        PlacementSpec.ANYWHERE,
        scale,
        10_000,
        retries,
        null,
        List.of());
  }

  static FunctionSpec spec(int max) {
    return spec(new Scale(0, max, 0, 60_000), 1, new Retries(3, 1_000, 60_000));
  }

  /// What was decided about an input.
  Decided take(DispatchInput input) {
    Decided decided = machine.handle(input, now);
    receipts.addAll(decided.receipts());
    effects.addAll(decided.effects());
    return decided;
  }

  void deploy(FunctionSpec spec, long version) {
    take(new DispatchInput.Deployed(spec, version));
  }

  /// Reads an invocation, and returns its offset.
  long invoke(@Nullable String key, @Nullable String trigger, @Nullable Long notAfter) {
    return invoke(key, trigger, notAfter, null);
  }

  private long invoke(
      @Nullable String key,
      @Nullable String trigger,
      @Nullable Long notAfter,
      @Nullable String origin) {
    long offset = nextOffset++;
    records.add(
        new DispatchInput.Read(
            offset,
            new Invoke(
                ECHO,
                new Event(
                    Map.of("id", "e" + offset, "source", "/t", "type", "t", "specversion", "1.0"),
                    Payload.EMPTY),
                trigger,
                key,
                origin,
                notAfter,
                null,
                null,
                now),
            100));
    take(records.getLast());
    return offset;
  }

  long invoke() {
    return invoke(null, "events", null);
  }

  long invokeFor(String origin) {
    return invoke(null, "events", null, origin);
  }

  /// Grants what the last request asked for.
  List<ServingVm> grant(boolean ready) {
    List<ServingVm> granted = new ArrayList<>();
    DispatchEffect.Ask ask = last(DispatchEffect.Ask.class);
    for (int i = 0; i < ask.vms(); i++) {
      ServingVm vm = vm(ask.version(), ready);
      granted.add(vm);
      take(new DispatchInput.Granted(ask.ask(), ECHO, vm));
    }
    return granted;
  }

  ServingVm vm(long version, boolean ready) {
    VmId id = VmId.parse("j0-aaaa%04d.0".formatted(lastVm++));
    return new ServingVm(id, new HostId("h1"), "http://h1", version, now, ready);
  }

  void succeed(DispatchEffect.Attempt attempt) {
    take(new DispatchInput.Ended(attempt.offset(), attempt.attempt(), ran(null)));
  }

  void fail(DispatchEffect.Attempt attempt, String code) {
    take(
        new DispatchInput.Ended(
            attempt.offset(),
            attempt.attempt(),
            ran(new AttemptResult.Failure(code, "it failed", false))));
  }

  AttemptResult.Ran ran(AttemptResult.@Nullable Failure failure) {
    return new AttemptResult.Ran(StartKind.WARM, now, now, now, 0, null, Payload.EMPTY, failure);
  }

  /// The last effect of a kind.
  <E extends DispatchEffect> E last(Class<E> kind) {
    return all(kind).getLast();
  }

  <E extends DispatchEffect> List<E> all(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <R extends ReceiptEvent> List<R> told(Class<R> kind) {
    return receipts.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void pass(long micros) {
    now += micros;
    take(new DispatchInput.Tick());
  }

  /// What the receipts say.
  PartitionHistory history() {
    PartitionHistory history = new PartitionHistory();
    history.apply(new Progress(0, "n", 0, now, machine.settledBelow(), 0, receipts));
    return history;
  }

  /// Another dispatcher takes the partition: it knows the receipts and nothing else, and reads
  /// again what may not be over.
  TestPartition takenOver() {
    PartitionHistory history = history();
    TestPartition next = new TestPartition();
    next.machine = new PartitionMachine(history, history.settledBelow(), new SplittableRandom(2));
    next.now = now;
    next.lastVm = 1_000;
    records.stream().filter(read -> read.offset() >= history.settledBelow()).forEach(next::take);
    return next;
  }
}
