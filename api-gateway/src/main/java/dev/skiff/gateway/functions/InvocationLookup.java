package dev.skiff.gateway.functions;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.LaneScan;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds the receipt of an invocation. Of one that no receipt has told of, the record itself is
/// looked at: its id says where it stands. Blocks: for virtual threads.
public final class InvocationLookup {
  /// Looks at records that go on at the same time; each opens a connection.
  private static final int LOOKS = 4;

  private final KafkaSettings settings;
  private final ReceiptTails receipts;
  private final Semaphore looks = new Semaphore(LOOKS);

  InvocationLookup(KafkaSettings settings, ReceiptTails receipts) {
    this.settings = settings;
    this.receipts = receipts;
  }

  /// @throws Problem when there is none, or none that is known here any more
  public Receipt get(String text) throws InterruptedException {
    InvocationId id = parse(text);
    var known = receipts.of(id).find(id.offset());
    return known.isPresent() ? known.get() : unseen(id);
  }

  private static InvocationId parse(String text) {
    try {
      InvocationId id = InvocationId.parse(text);
      if (id.partition() < Topics.INVOCATION_PARTITIONS) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw notFound(String.valueOf(e.getMessage()));
    }
    throw notFound(
        "invocation: \"%s\" (expected: i0 to i%d)"
            .formatted(text, Topics.INVOCATION_PARTITIONS - 1));
  }

  private Receipt unseen(InvocationId id) throws InterruptedException {
    if (!looks.tryAcquire(1, TimeUnit.SECONDS)) {
      throw Problem.of(
              ProblemCode.TOO_MANY_WAITING,
              "%d look for invocations in Kafka already: try again".formatted(LOOKS))
          .retryAfter(1);
    }
    try {
      First first = new First();
      Lane<InvocationRecord> lane = Lane.invocations(settings.topics(), id.partition());
      LaneScan.read(settings, lane, id.offset(), first);
      return judge(id, first);
    } catch (KafkaUnreachableException e) {
      throw Problem.of(ProblemCode.KAFKA_UNREACHABLE, "It was not looked up: " + e.getMessage())
          .retryAfter(1);
    } finally {
      looks.release();
    }
  }

  private Receipt judge(InvocationId id, First first) {
    if (first.value == null) {
      throw notFound("there is no invocation %s: nothing was written there yet".formatted(id));
    }
    if (first.offset != id.offset()) {
      throw notFound("invocation %s is older than what is kept".formatted(id));
    }
    if (!(Codecs.INVOCATION.decode(first.value)
        instanceof Decoded.Ok<InvocationRecord>(InvocationRecord.Invoke invoke))) {
      throw notFound("at %s there is something else than an invocation".formatted(id));
    }
    // It may have been settled between the first look and this one.
    ReceiptPartition partition = receipts.of(id);
    return partition
        .find(id.offset())
        .or(() ->
            id.offset() < partition.settledBelow()
                ? Optional.<Receipt>empty()
                : Optional.of(Receipt.queued(id, invoke.function(), invoke.at())))
        .orElseThrow(() ->
            notFound(
                "invocation %s is over; its receipt is older than what this gateway keeps"
                    .formatted(id)));
  }

  private static Problem notFound(String detail) {
    return Problem.of(ProblemCode.NOT_FOUND, detail);
  }

  /// Takes the first record that it is shown.
  private static final class First implements LaneScan.Visitor {
    private long offset = -1;
    private byte @Nullable [] value;

    @Override
    public boolean visit(long at, @Nullable String key, byte @Nullable [] bytes) {
      offset = at;
      value = bytes;
      return false;
    }
  }
}
