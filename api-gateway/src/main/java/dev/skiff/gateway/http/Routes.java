package dev.skiff.gateway.http;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the endpoints behind the operations of the OpenAPI document, with the checks in front.
public final class Routes {
  /// Bytes of a JSON body.
  static final int MAX_BODY = 128 * 1024;

  /// Bytes of an event with what it is wrapped in, and of a batch of events.
  private static final int MAX_EVENT = 512 * 1024;

  private static final int MAX_BATCH = 1024 * 1024;

  private static final String JSON = "application/json";

  private final Map<String, Endpoint> endpoints;
  private final Map<String, StreamEndpoint> streams;
  private final VirtualThreads threads;
  private final RequestMeters meters;
  private final @Nullable String token;

  public Routes(
      Map<String, Endpoint> endpoints,
      Map<String, StreamEndpoint> streams,
      VirtualThreads threads,
      RequestMeters meters,
      @Nullable String token) {
    this.endpoints = Map.copyOf(endpoints);
    this.streams = Map.copyOf(streams);
    this.threads = threads;
    this.meters = meters;
    this.token = token;
  }

  /// One router for each event loop.
  public Router router(Vertx vertx, OpenAPIContract contract) {
    RouterBuilder builder = RouterBuilder.create(vertx, contract);
    for (OpenAPIRoute route : builder.getRoutes()) {
      route.setDoValidation(false).setDoSecurity(false);
      serve(route, contract);
    }
    Router router = Router.router(vertx);
    router.route().handler(meters).handler(new Access(token)).handler(Routes::harden);
    router.get("/").handler(LandingPage::send);
    router.route().subRouter(builder.createRouter());
    router.route().failureHandler(Routes::failed);
    for (int status : new int[] {400, 404, 405, 413, 414, 415, 431, 500}) {
      router.errorHandler(status, Routes::failed);
    }
    return router;
  }

  private void serve(OpenAPIRoute route, OpenAPIContract contract) {
    Operation operation = route.getOperation();
    String id = operation.getOperationId();
    ParameterCheck parameters = new ParameterCheck(operation);
    Endpoint endpoint = endpoints.get(id);
    StreamEndpoint stream = streams.get(id);
    if ((endpoint == null) == (stream == null)) {
      throw new IllegalStateException(id + ": expected exactly one endpoint");
    }
    if (operation.getOpenAPIPath().contains(":")) {
      route.addHandler(context -> onlyAt(operation.getOpenAPIPath(), context));
    }
    BodyCheck body = takesJson(operation) ? bodyCheck(contract, operation) : null;
    route.addHandler(context -> {
      context.put(RequestMeters.OPERATION, id);
      Call call = parameters.check(context);
      if (body == null && endpoint != null && operation.getRequestBody() != null) {
        BodyReader.read(context.request(), id.equals("sendEvents") ? MAX_BATCH : MAX_EVENT)
            .onFailure(context::fail)
            .onSuccess(bytes ->
                serve(context, call.withBytes(bytes, eventHeaders(context)), endpoint, null));
      } else if (body == null) {
        context.request().pause();
        serve(context, call, endpoint, stream);
      } else {
        requireJson(context);
        BodyReader.read(context.request(), MAX_BODY)
            .onFailure(context::fail)
            .onSuccess(bytes -> serveJson(context, call, body, bytes, endpoint, stream));
      }
    });
  }

  /// Vert.x takes what follows a colon for the name of a parameter, which any text would match.
  private static void onlyAt(String path, RoutingContext context) {
    if (!path.equals(context.normalizedPath())) {
      throw Responder.ofStatus(404, context);
    }
    context.next();
  }

  private void serve(
      RoutingContext context,
      Call call,
      @Nullable Endpoint endpoint,
      @Nullable StreamEndpoint stream) {
    if (stream != null) {
      stream.serve(call, context);
    } else if (endpoint != null) {
      context.request().resume();
      threads.run(context, () -> endpoint.answer(call), answer -> Responder.send(context, answer));
    }
  }

  /// What an event may be told from, beside the body.
  private static Map<String, String> eventHeaders(RoutingContext context) {
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, String> header : context.request().headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("content-type") || name.startsWith("ce-")) {
        headers.put(name, header.getValue());
      }
    }
    return headers;
  }

  /// The body is checked where the endpoint runs: a large one takes milliseconds.
  private void serveJson(
      RoutingContext context,
      Call call,
      BodyCheck body,
      byte[] bytes,
      @Nullable Endpoint endpoint,
      @Nullable StreamEndpoint stream) {
    if (stream != null) {
      threads.run(
          context,
          () -> call.withBody(body.check(bytes)),
          checked -> stream.serve(checked, context));
    } else if (endpoint != null) {
      threads.run(
          context,
          () -> endpoint.answer(call.withBody(body.check(bytes))),
          answer -> Responder.send(context, answer));
    }
  }

  private static boolean takesJson(Operation operation) {
    return operation.getRequestBody() != null
        && operation.getRequestBody().getContent().containsKey(JSON);
  }

  /// Manifests are checked by their parsers, which refuse whatever the document refuses (a test
  /// holds them to it) in better words and in a tenth of the time.
  private static BodyCheck bodyCheck(OpenAPIContract contract, Operation operation) {
    return switch (operation.getOperationId()) {
      case "submitJob", "planJob", "putService", "putFunction", "putNamespace" ->
          BodyCheck.ofManifest();
      default -> BodyCheck.of(contract, operation);
    };
  }

  private static void requireJson(RoutingContext context) {
    String type = context.request().getHeader("Content-Type");
    String essence = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!essence.equals(JSON)) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type: %s (expected: %s)".formatted(type == null ? "none" : type, JSON));
    }
  }

  private static void harden(RoutingContext context) {
    context.response().putHeader("X-Content-Type-Options", "nosniff");
    context.next();
  }

  private static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    boolean fault = failure != null && !(failure instanceof Problem) && context.statusCode() == 500;
    Responder.fail(
        context,
        failure instanceof Problem || fault
            ? failure
            : Responder.ofStatus(context.statusCode(), context));
  }
}
