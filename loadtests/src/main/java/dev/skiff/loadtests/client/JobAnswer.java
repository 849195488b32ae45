package dev.skiff.loadtests.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What a gateway answered to a submit.
///
/// @param status of HTTP
/// @param serverTiming the header; null for none
public record JobAnswer(int status, @Nullable String serverTiming, Buffer body) {
  public boolean isCreated() {
    return status == 201;
  }

  /// Whether to ask again with the same key: nobody knows, or not now.
  public boolean isToRepeat() {
    return status == 409 || status == 429 || status == 503;
  }

  /// The job's id.
  public String job() {
    JsonObject metadata = body.toJsonObject().getJsonObject("metadata");
    return metadata.getString("id");
  }
}
