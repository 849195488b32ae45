package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.resource.Times;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Deploys and removes functions, one after another. Two gateways that change one function at the
/// same time both do: the later record holds.
public final class Deployments {
  /// Functions of a fleet.
  public static final int MOST = 10_000;

  private static final Duration READ_BACK = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Appender appender;
  private final FunctionTable table;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  Deployments(KafkaSettings settings, Appender appender, FunctionTable table, InstantSource clock) {
    this.settings = settings;
    this.appender = appender;
    this.table = table;
    this.clock = clock;
  }

  /// What a deployment led to.
  ///
  /// @param made whether there was no such function before
  public record Deployed(Deployment deployment, boolean made) {}

  /// Makes or changes a function. One that is the same already stays in its version.
  ///
  /// @param precondition looks at what there is and throws to refuse
  public Deployed deploy(FunctionSpec spec, Consumer<Optional<Deployment>> precondition)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Optional<Deployment> before = table.find(spec.id());
      precondition.accept(before);
      if (before.isPresent() && before.get().spec().equals(spec)) {
        return new Deployed(before.get(), false);
      }
      if (before.isEmpty() && table.size() >= MOST) {
        throw Problem.of(
            ProblemCode.TOO_MANY_FUNCTIONS,
            "there are %d functions (expected: at most %d)".formatted(table.size(), MOST));
      }
      FunctionRecord.Deployed record =
          new FunctionRecord.Deployed(spec, Times.micros(clock.instant()));
      long version = write(record);
      return new Deployed(Deployment.of(version, record), before.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /// @param precondition looks at what there is and throws to refuse
  public void remove(FunctionId id, Consumer<Optional<Deployment>> precondition)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      precondition.accept(Optional.of(table.get(id)));
      write(new FunctionRecord.Removed(id, Times.micros(clock.instant())));
    } finally {
      lock.unlock();
    }
  }

  private long write(FunctionRecord record) throws InterruptedException {
    long offset =
        appender
            .await(appender.send(Lane.functions(settings.topics()), record.id().toString(), record))
            .offset();
    if (!table.await(offset, READ_BACK)) {
      throw Problem.of(
              ProblemCode.OUTCOME_UNKNOWN,
              "it is in Kafka as version %d and was not read back within %d s: look again"
                  .formatted(offset, READ_BACK.toSeconds()))
          .retryAfter(1);
    }
    return offset;
  }
}
