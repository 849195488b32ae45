package dev.skiff.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;

/// Asks the API and waits for its answer. Not closed: the client's threads are daemons.
public final class ApiClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MAX_PROBLEM_BYTES = 64 * 1024;

  private final Target target;
  private final HttpClient http;

  public ApiClient(Target target) {
    this.target = target;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  public Target target() {
    return target;
  }

  /// The answer's JSON; a missing node when it has no body.
  ///
  /// @throws ApiProblemException when the API refuses
  /// @throws UnreachableException when nobody answers
  public JsonNode ask(ApiRequest request) throws InterruptedException {
    try (InputStream body = open(request)) {
      byte[] bytes = body.readAllBytes();
      return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw notSkiff(e);
    } catch (IOException e) {
      throw new UnreachableException(target.url(), false, e);
    }
  }

  /// As [#ask]; empty when there is no such thing.
  public Optional<JsonNode> find(ApiRequest request) throws InterruptedException {
    try {
      return Optional.of(ask(request));
    } catch (ApiProblemException e) {
      if (e.problem().status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Opens an answer that goes on for as long as it likes; the caller closes it.
  public InputStream open(ApiRequest request) throws InterruptedException {
    BodyPublisher body =
        request.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(request.body().toString());
    HttpRequest.Builder builder = builder(request);
    if (request.body() != null) {
      builder.header("Content-Type", "application/json");
    }
    return answer(request, builder.method(request.method(), body).build());
  }

  /// Sends a stream as the body, once.
  ///
  /// @param type media type of the body
  public JsonNode upload(ApiRequest request, String type, BodyPublisher body)
      throws InterruptedException {
    HttpRequest upload =
        builder(request).header("Content-Type", type).method(request.method(), body).build();
    try (InputStream answer = answer(request.once(), upload)) {
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new UnreachableException(target.url(), false, e);
    }
  }

  /// Sends bytes and waits for the bytes of the answer, whatever they are. Their media type is
  /// among the request's headers.
  public byte[] exchange(ApiRequest request, byte[] bytes) throws InterruptedException {
    HttpRequest message =
        builder(request).method(request.method(), BodyPublishers.ofByteArray(bytes)).build();
    try (InputStream answer = answer(request, message)) {
      return answer.readAllBytes();
    } catch (IOException e) {
      throw new UnreachableException(target.url(), false, e);
    }
  }

  /// An answer's bytes as JSON.
  JsonNode json(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw notSkiff(e);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Opens a WebSocket.
  public WebSocket connect(ApiRequest request, WebSocket.Listener listener)
      throws InterruptedException {
    return new Handshake(http, target).open(request, listener);
  }

  private InputStream answer(ApiRequest request, HttpRequest message) throws InterruptedException {
    Patience patience = new Patience();
    while (true) {
      try {
        HttpResponse<InputStream> response = http.send(message, BodyHandlers.ofInputStream());
        if (response.statusCode() < 400) {
          return response.body();
        }
        if (patience.isRepeating() && request.method().equals("DELETE") && isGone(response)) {
          response.body().close();
          return InputStream.nullInputStream();
        }
        ApiProblemException problem = new ApiProblemException(problem(response));
        if (!patience.mayRepeat(request, response)) {
          throw problem;
        }
        Thread.sleep(patience.delay(response));
      } catch (ConnectException | HttpConnectTimeoutException e) {
        throw new UnreachableException(target.url(), true, e);
      } catch (IOException e) {
        if (!patience.mayRepeat(request)) {
          throw new UnreachableException(target.url(), false, e);
        }
        Thread.sleep(patience.delay());
      }
    }
  }

  private static boolean isGone(HttpResponse<?> response) {
    return response.statusCode() == 404;
  }

  private HttpRequest.Builder builder(ApiRequest request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(target.url() + request.pathAndQuery()))
            .timeout(request.timeout());
    if (target.token() != null) {
      builder.header("Authorization", "Bearer " + target.token());
    }
    request.headers().forEach(builder::header);
    return builder;
  }

  private static Problem problem(HttpResponse<InputStream> response) throws IOException {
    try (InputStream body = response.body()) {
      return Problem.parse(response.statusCode(), body.readNBytes(MAX_PROBLEM_BYTES));
    }
  }

  private UncheckedIOException notSkiff(JsonProcessingException cause) {
    return new UncheckedIOException(
        target.url() + " did not answer in JSON: is that a Skiff gateway?", cause);
  }
}
