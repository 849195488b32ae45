package dev.skiff.gateway.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Runs what may block on virtual threads, one for each request, and brings the result back to the
/// request's event loop. A thread is interrupted when its client goes away.
public final class VirtualThreads implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());

  /// @param then is given the result on the event loop; failures end the request
  public <R> void run(RoutingContext context, Callable<R> work, Consumer<R> then) {
    Context loop = context.vertx().getOrCreateContext();
    Future<?> task =
        threads.submit(() -> {
          try {
            R result = work.call();
            loop.runOnContext(_ -> guarded(context, () -> then.accept(result)));
          } catch (InterruptedException gone) {
            loop.runOnContext(_ -> context.response().reset());
          } catch (Throwable failure) {
            loop.runOnContext(_ -> Responder.fail(context, failure));
          }
        });
    context.response().closeHandler(_ -> task.cancel(true));
  }

  private static void guarded(RoutingContext context, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      Responder.fail(context, failure);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
