package dev.skiff.gateway.agent;

import dev.skiff.contracts.state.Host;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Opens requests and WebSockets to host agents, with the gateway's own credentials and bounds.
final class AgentClient {
  private static final int CONNECT_MILLIS = 3_000;
  private static final int MAX_MESSAGE = 128 * 1024;

  /// Streams are long-lived, so connections to one agent are bounded by what it takes itself.
  private static final int MAX_CONNECTIONS_PER_AGENT = 600;

  private static final int MAX_SOCKETS = 10_000;

  private final HttpClient http;
  private final WebSocketClient sockets;
  private final @Nullable String token;

  AgentClient(Vertx vertx, @Nullable String token) {
    this.token = token;
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout(30),
            new PoolOptions()
                .setHttp1MaxSize(MAX_CONNECTIONS_PER_AGENT)
                .setMaxWaitQueueSize(MAX_CONNECTIONS_PER_AGENT));
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxConnections(MAX_SOCKETS)
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE));
  }

  /// Opens a request; it is sent by the caller.
  ///
  /// @param uri path and query
  /// @return fails with a [Problem]
  Future<HttpClientRequest> request(Host host, HttpMethod method, String uri) {
    URI address = address(host);
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(address.getHost())
            .setPort(port(address))
            .setSsl(isSecure(address))
            .setURI(uri);
    if (token != null) {
      options.putHeader("Authorization", "Bearer " + token);
    }
    return http.request(options)
        .recover(failure -> Future.failedFuture(unreachable(host, failure)));
  }

  WebSocketClient sockets() {
    return sockets;
  }

  WebSocketConnectOptions socket(Host host, String uri) {
    URI address = address(host);
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost(address.getHost()).setPort(port(address)).setSsl(isSecure(address)).setURI(uri);
    if (token != null) {
      options.putHeader("Authorization", "Bearer " + token);
    }
    return options;
  }

  static Problem unreachable(Host host, Throwable failure) {
    return Problem.of(
            ProblemCode.AGENT_UNREACHABLE,
            "host %s (%s) at %s: %s"
                .formatted(host.id(), host.status(), host.facts().address(), failure.getMessage()))
        .retryAfter(2);
  }

  private static URI address(Host host) {
    try {
      URI address = new URI(host.facts().address());
      if (address.getHost() != null && ("http".equals(address.getScheme()) || isSecure(address))) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw refused(host);
    }
    throw refused(host);
  }

  private static Problem refused(Host host) {
    return Problem.of(
        ProblemCode.AGENT_FAILED,
        "host %s says its address is \"%s\" (expected: http://host:port)"
            .formatted(host.id(), host.facts().address()));
  }

  private static boolean isSecure(URI address) {
    return "https".equals(address.getScheme());
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return isSecure(address) ? 443 : 80;
  }
}
