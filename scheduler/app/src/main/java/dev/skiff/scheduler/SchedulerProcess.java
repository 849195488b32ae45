package dev.skiff.scheduler;

import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.TopicMismatchException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// A scheduler as a process of its own: for a command line to call, and for `java` directly.
public final class SchedulerProcess {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private SchedulerProcess() {}

  public static void main(String[] arguments) {
    SchedulerConfig config;
    try {
      config = SchedulerEnvironment.read(System.getenv());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
      return;
    }
    System.exit(run(config));
  }

  /// Runs until the process is told to end (SIGTERM, SIGINT), and then closes in order, so that
  /// another scheduler takes over at once.
  ///
  /// @return an exit code
  public static int run(SchedulerConfig config) {
    SchedulerApp app = new SchedulerApp(config);
    CountDownLatch ended = new CountDownLatch(1);
    Thread runner = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  // It may still wait for brokers that are not there.
                  runner.interrupt();
                  app.close();
                  ended.countDown();
                },
                "skiff-scheduler-stop"));
    try {
      app.start();
      ended.await();
    } catch (InterruptedException e) {
      return 0;
    } catch (IOException | KafkaUnreachableException | TopicMismatchException e) {
      System.err.println("the scheduler cannot start: " + e.getMessage());
      return EXIT_FAILED;
    }
    return 0;
  }
}
