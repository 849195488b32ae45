package dev.skiff.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// An image as the API shows it.
public record Image(JsonNode json) {
  /// Its digest where it has no name.
  public String name() {
    return json.path("name").asText("");
  }

  public String digest() {
    return json.path("digest").asText("");
  }

  /// The digest as people tell images apart by: its first 12 hexadecimal digits.
  public String shortDigest() {
    String hex = digest().substring(digest().indexOf(':') + 1);
    return hex.substring(0, Math.min(12, hex.length()));
  }

  /// Bytes on a host's disk.
  public long size() {
    return json.path("size").asLong(0);
  }

  /// When it was built, microseconds since the epoch; 0 when unknown.
  public long created() {
    return Times.micros(json.path("created"));
  }

  public List<String> hosts() {
    List<String> hosts = new ArrayList<>();
    json.path("hosts").forEach(host -> hosts.add(host.asText()));
    return hosts;
  }
}
