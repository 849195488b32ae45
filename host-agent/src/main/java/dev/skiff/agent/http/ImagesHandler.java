package dev.skiff.agent.http;

import dev.skiff.agent.image.ImageConfig;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageProgress;
import dev.skiff.agent.image.ImageReference;
import dev.skiff.agent.image.StoredImage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Lists, takes in, fetches and removes images.
final class ImagesHandler {
  /// Of an archive; an image may unpack to as much.
  private static final long MAX_ARCHIVE = 8L << 30;

  private static final String PREFIX = "/v1/images/";

  private final HostView host;

  ImagesHandler(HostView host) {
    this.host = host;
  }

  void list(RoutingContext context) throws ImageException {
    JsonArray images = new JsonArray();
    host.images().list().forEach(image -> images.add(json(image)));
    context.json(new JsonObject().put("images", images));
  }

  /// To be called on the event loop.
  static BodyStream body(RoutingContext context) throws HttpFailure {
    String length = context.request().getHeader("content-length");
    if (length != null && Long.parseLong(length) > MAX_ARCHIVE) {
      throw tooLarge();
    }
    context.request().pause();
    return new BodyStream(context.request(), MAX_ARCHIVE);
  }

  void importArchive(RoutingContext context, BodyStream body)
      throws ImageException, HttpFailure, InterruptedException {
    String name = context.queryParams().get("name");
    ImageReference reference = name == null ? null : ImageReference.parse(name);
    try {
      StoredImage image = host.images().importArchive(body, reference, ImageProgress.NONE);
      context
          .response()
          .setStatusCode(201)
          .putHeader("content-type", "application/json")
          .end(json(image).toBuffer());
    } catch (ImageException e) {
      throw body.tooLarge() ? tooLarge() : HttpFailure.of(e);
    }
  }

  private static HttpFailure tooLarge() {
    return new HttpFailure(
        413, "image-too-large", "the archive has more than %d bytes".formatted(MAX_ARCHIVE));
  }

  void pull(RoutingContext context, Buffer body)
      throws HttpFailure, ImageException, IOException, InterruptedException {
    ImageReference reference = ImageReference.parse(reference(body));
    HttpServerResponse response = context.response();
    response.setChunked(true).putHeader("content-type", "application/x-ndjson");
    PullProgress progress = new PullProgress(response);
    Waits.written(response.writeHead());
    JsonObject result;
    try {
      result = new JsonObject().put("image", json(host.images().pull(reference, progress)));
    } catch (ImageException e) {
      result = GuestFrames.error(e.code(), String.valueOf(e.getMessage()));
    }
    Waits.written(response.end(result.toBuffer().appendByte((byte) '\n')));
  }

  private static String reference(Buffer body) throws HttpFailure {
    try {
      String reference = new JsonObject(body).getString("ref");
      if (reference != null) {
        return reference;
      }
    } catch (DecodeException | ClassCastException e) {
      // Said below.
    }
    throw new HttpFailure(
        400, "bad-request", "body: (expected: {\"ref\":\"registry.example/name:tag\"})");
  }

  void remove(RoutingContext context) throws ImageException {
    String path = context.request().path();
    // A plus sign is a plus sign in a path.
    String encoded = path.substring(PREFIX.length()).replace("+", "%2B");
    String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    if (name.startsWith("sha256:")) {
      host.images().remove(name);
    } else {
      host.images().remove(ImageReference.parse(name));
    }
    context.response().setStatusCode(204).end();
  }

  private static JsonObject json(StoredImage image) {
    ImageConfig config = image.config();
    JsonObject env = new JsonObject();
    config.env().forEach(env::put);
    return new JsonObject()
        .put("digest", image.digest())
        .put("names", new JsonArray(image.names()))
        .put("sizeBytes", image.sizeBytes())
        .put("created", image.createdMicros())
        .put(
            "config",
            new JsonObject()
                .put("entrypoint", new JsonArray(config.entrypoint()))
                .put("cmd", new JsonArray(config.cmd()))
                .put("env", env)
                .put("workdir", config.workdir())
                .put("user", config.user()));
  }

  /// Progress as lines; a peer that is slow to read them misses some.
  private record PullProgress(HttpServerResponse response) implements ImageProgress {
    @Override
    public void update(Phase phase, long doneBytes, long totalBytes) {
      if (!response.writeQueueFull() && !response.closed()) {
        response.write(
            new JsonObject()
                .put("phase", phase.name().toLowerCase(Locale.ROOT))
                .put("done", doneBytes)
                .put("total", totalBytes)
                .toBuffer()
                .appendByte((byte) '\n'));
      }
    }
  }
}
