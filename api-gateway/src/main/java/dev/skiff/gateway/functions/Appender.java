package dev.skiff.gateway.functions;

import dev.skiff.contracts.wire.RecordTooLargeException;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriteFailedException;
import dev.skiff.kafka.WriteFailedException.Fate;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.Written;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what functions are and are to do, and says how a write went in words for users.
final class Appender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
  private static final Duration DELIVERY = Duration.ofSeconds(3);

  private final KafkaSettings settings;
  private final RecordWriter writer;
  private final Thread warmUp;

  Appender(KafkaSettings settings, Duration linger) {
    this.settings = settings;
    this.writer =
        RecordWriter.open(
            settings, WriterTuning.defaults().withLinger(linger).withDeliveryTimeout(DELIVERY));
    this.warmUp = Thread.ofVirtual().name("functions-warm-up").start(this::findBrokers);
  }

  /// A writer takes nothing before it has heard from the brokers once.
  private void findBrokers() {
    boolean found = false;
    while (!found) {
      try {
        writer.awaitReady(
            List.of(Lane.functions(settings.topics()), Lane.invocations(settings.topics(), 0)),
            DELIVERY);
        found = true;
      } catch (KafkaUnreachableException e) {
        LOG.debug("still looking for the brokers", e);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  <T extends WireRecord> CompletableFuture<Written> send(
      Lane<T> lane, @Nullable String key, T record) {
    return writer.send(lane, key, record);
  }

  /// Where a record is.
  ///
  /// @throws Problem when it is in no topic, or nobody knows
  Written await(CompletableFuture<Written> write) throws InterruptedException {
    try {
      Written written = write.get();
      if (written.offset() < 0) {
        throw unknown("the brokers did not say where they put it");
      }
      return written;
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    }
  }

  private static Problem refused(@Nullable Throwable cause) {
    if (cause instanceof WriteFailedException failed) {
      if (failed.getCause() instanceof RecordTooLargeException tooLarge) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
      }
      return failed.fate() == Fate.NOT_WRITTEN
          ? Problem.of(
                  ProblemCode.KAFKA_UNREACHABLE,
                  "Nothing was accepted: %s; try again".formatted(failed.getMessage()))
              .retryAfter(1)
          : unknown(String.valueOf(failed.getMessage()));
    }
    return unknown(cause == null ? "the write failed" : String.valueOf(cause.getMessage()));
  }

  private static Problem unknown(String why) {
    return Problem.of(
            ProblemCode.OUTCOME_UNKNOWN, "It may or may not have been accepted: %s".formatted(why))
        .retryAfter(1);
  }

  @Override
  public void close() {
    warmUp.interrupt();
    writer.close();
  }
}
