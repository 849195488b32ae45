package dev.skiff.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The OpenAPI document: served as it is, and the source of routes and checks.
public final class OpenApi {
  private final String text;

  private OpenApi(String text) {
    this.text = text;
  }

  public static OpenApi load() {
    try (InputStream stream = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      if (stream == null) {
        throw new IllegalStateException("openapi.yaml is missing from the class path");
      }
      return new OpenApi(new String(stream.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text() {
    return text;
  }

  /// The document as Vert.x reads it: without responses, of which it refuses the media types that
  /// problems and streams have, and which it is not asked to check. Bodies that are no JSON are
  /// bytes to it, whatever their types.
  public Future<OpenAPIContract> contract(Vertx vertx) {
    JsonObject document = document();
    for (var path : document.getJsonObject("paths")) {
      for (var operation : (JsonObject) path.getValue()) {
        if (operation.getValue() instanceof JsonObject object && object.containsKey("responses")) {
          object.put(
              "responses",
              new JsonObject().put("default", new JsonObject().put("description", "See above.")));
          takeBytes(object.getJsonObject("requestBody"));
        }
      }
    }
    document.getJsonObject("components").remove("responses");
    return OpenAPIContract.from(vertx, document);
  }

  private static void takeBytes(@Nullable JsonObject body) {
    if (body != null && !body.getJsonObject("content").containsKey("application/json")) {
      JsonObject schema = new JsonObject().put("type", "string").put("format", "binary");
      body.put(
          "content",
          new JsonObject().put("application/octet-stream", new JsonObject().put("schema", schema)));
    }
  }

  JsonObject document() {
    try {
      Map<String, Object> tree =
          new YAMLMapper().readValue(text, new TypeReference<Map<String, Object>>() {});
      return new JsonObject(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
