package dev.skiff.loadtests.watch;

import dev.skiff.loadtests.deployment.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Waits for something to stand in the log, and says meanwhile how far it is.
public final class Progress {
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);

  private final Deployment deployment;
  private final LogWatch watch;
  private final StartCount count;

  public Progress(Deployment deployment, LogWatch watch, StartCount count) {
    this.deployment = deployment;
    this.watch = watch;
    this.count = count;
  }

  /// @throws IOException when it does not come, or can come no more
  public void await(Predicate<StartCount.Counts> done, Duration atMost, String what)
      throws IOException, InterruptedException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    long say = System.nanoTime() + SAY_EVERY.toNanos();
    while (!done.test(count.counts())) {
      long now = System.nanoTime();
      if (watch.fault() != null) {
        throw new IOException("the log is read no more", watch.fault());
      }
      if (now - giveUp > 0) {
        throw new IOException(
            "%s: not within %d s; %s%n%s"
                .formatted(what, atMost.toSeconds(), count.counts(), deployment.lastWords()));
      }
      if (now - say > 0) {
        System.err.println("  " + count.counts());
        say += SAY_EVERY.toNanos();
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }
}
