package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;

/// An invocation as the API shows it.
public record Invocation(JsonNode json) {
  public String id() {
    return json.path("id").asText("");
  }

  public String state() {
    return json.path("state").asText("");
  }

  public String attempts() {
    return json.path("attempts").asText("0");
  }

  /// `warm`, `restored` or `cold`; empty before it is over.
  public String start() {
    return json.path("start").asText("");
  }

  public String host() {
    return json.path("host").asText("");
  }

  public String vm() {
    return json.path("vm").asText("");
  }

  /// Why it failed or was dropped; empty for neither.
  public String reason() {
    return json.path("detail").asText(json.path("code").asText(""));
  }

  /// Microseconds since the epoch; 0 when it does not say.
  public long queued() {
    return time("queued");
  }

  /// How long the last attempt ran, microseconds; 0 when it has not ended.
  public long ran() {
    return time("began") == 0 || time("ended") == 0 ? 0 : time("ended") - time("began");
  }

  private long time(String name) {
    return Times.micros(json.path("timings").path(name));
  }
}
