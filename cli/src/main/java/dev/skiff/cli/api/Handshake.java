package dev.skiff.cli.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Turns a request into a WebSocket.
final class Handshake {
  private final HttpClient http;
  private final Target target;

  Handshake(HttpClient http, Target target) {
    this.http = http;
    this.target = target;
  }

  /// @throws ApiProblemException when the API refuses
  /// @throws UnreachableException when nobody answers
  WebSocket open(ApiRequest request, WebSocket.Listener listener) throws InterruptedException {
    WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(request.timeout());
    if (target.token() != null) {
      builder.header("Authorization", "Bearer " + target.token());
    }
    URI url = URI.create(target.url() + request.pathAndQuery());
    URI socket = URI.create(url.toString().replaceFirst("^http", "ws"));
    try {
      return builder.buildAsync(socket, listener).get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case WebSocketHandshakeException refused -> refusal(refused.getResponse());
      case ConnectException none -> new UnreachableException(target.url(), true, none);
      case null -> new IllegalStateException("the WebSocket failed without a cause");
      case IOException broken -> new UnreachableException(target.url(), false, broken);
      default -> new IllegalStateException("the WebSocket could not be opened", cause);
    };
  }

  private static ApiProblemException refusal(HttpResponse<?> response) {
    String body = response.body() instanceof String text ? text : "";
    return new ApiProblemException(
        Problem.parse(response.statusCode(), body.getBytes(StandardCharsets.UTF_8)));
  }
}
