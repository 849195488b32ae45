package dev.skiff.loadtests.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Submits jobs to gateways in turn, over connections that stay. Safe for concurrent use; answers
/// come on its one event loop.
public final class JobClient implements AutoCloseable {
  private static final long TIMEOUT_MILLIS = 20_000;

  /// Whatever the client's own timeouts do not see ends here: an exchange with a gateway that was
  /// killed has been seen to end without a word.
  private static final long LAST_TIMEOUT_MILLIS = 30_000;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final HttpClient http;
  private final List<RequestOptions> targets;
  private int next;

  /// @param connections to each gateway at most; requests beyond that wait for one
  public JobClient(List<URI> gateways, int connections) {
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setTcpNoDelay(true).setConnectTimeout(1_000),
            new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(100_000));
    this.targets = gateways.stream().map(JobClient::target).toList();
  }

  private static RequestOptions target(URI gateway) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(gateway.getHost())
        .setPort(gateway.getPort())
        .setURI("/v1/jobs")
        .setTimeout(TIMEOUT_MILLIS)
        .putHeader("content-type", "application/json");
  }

  /// @param key of idempotency; null for none
  /// @return fails when no answer came
  public Future<JobAnswer> submit(Buffer manifest, @Nullable String key) {
    RequestOptions target = new RequestOptions(targets.get(turn()));
    if (key != null) {
      target.putHeader("idempotency-key", key);
    }
    return http.request(target)
        .compose(request -> request.send(manifest))
        .compose(response ->
            response
                .body()
                .map(body ->
                    new JobAnswer(
                        response.statusCode(), response.getHeader("server-timing"), body)))
        .timeout(LAST_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized int turn() {
    next = (next + 1) % targets.size();
    return next;
  }

  /// Runs something on the event loop after a while.
  public void later(long millis, Runnable what) {
    long _ = vertx.setTimer(millis, _ -> what.run());
  }

  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("the HTTP client did not close: " + e);
    }
  }
}
