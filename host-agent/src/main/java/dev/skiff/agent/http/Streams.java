package dev.skiff.agent.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs blocking requests on virtual threads, and bounds how many stay open.
final class Streams {
  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
  private static final int AT_ONCE = 512;

  private final int most;
  private final String what;
  private final Semaphore open;

  /// For what people look at.
  Streams() {
    this(AT_ONCE, "logs, execs and attaches");
  }

  /// @param what it is that may be open so often, for people
  Streams(int most, String what) {
    this.most = most;
    this.what = what;
    this.open = new Semaphore(most);
  }

  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /// Runs a short request.
  static void run(RoutingContext context, Work work) {
    Thread.ofVirtual().name("http-" + context.request().path()).start(() -> tell(context, work));
  }

  /// Runs a request that may stay for long.
  void stream(RoutingContext context, Work work) {
    if (!open.tryAcquire()) {
      Problems.answer(
          context.response(),
          new HttpFailure(
              503,
              "too-many-streams",
              "%d %s are open on this host already".formatted(most, what)));
      return;
    }
    Thread.ofVirtual()
        .name("http-" + context.request().path())
        .start(() -> {
          try {
            tell(context, work);
          } finally {
            open.release();
          }
        });
  }

  private static void tell(RoutingContext context, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.io.IOException e) {
      LOG.debug("{}: {}", context.request().path(), e.toString());
      Problems.answer(context, e);
    } catch (Exception e) {
      Problems.answer(context, e);
    }
  }
}
