package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One question to the API.
///
/// @param method of HTTP
/// @param path from the root, percent-encoded where needed
/// @param query `name=value`, encoded
/// @param headers beside those every request has
/// @param body sent as JSON; null sends none
/// @param timeout until the head of the answer
/// @param repeatable whether asking twice does no more than asking once, so that an answer that got
///   lost may be asked for again
public record ApiRequest(
    String method,
    String path,
    List<String> query,
    Map<String, String> headers,
    @Nullable JsonNode body,
    Duration timeout,
    boolean repeatable) {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  public ApiRequest {
    query = List.copyOf(query);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  public static ApiRequest get(String path) {
    return new ApiRequest("GET", path, List.of(), Map.of(), null, TIMEOUT, true);
  }

  /// A POST that is repeatable: what it asks for is a state, or it carries an idempotency key.
  public static ApiRequest post(String path) {
    return new ApiRequest("POST", path, List.of(), Map.of(), null, TIMEOUT, true);
  }

  public static ApiRequest put(String path) {
    return new ApiRequest("PUT", path, List.of(), Map.of(), null, TIMEOUT, true);
  }

  public static ApiRequest delete(String path) {
    return new ApiRequest("DELETE", path, List.of(), Map.of(), null, TIMEOUT, true);
  }

  /// One segment of a path, encoded.
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Adds a parameter, unless it has no value.
  public ApiRequest with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    List<String> longer = new ArrayList<>(query);
    longer.add(name + "=" + segment(value.toString()));
    return new ApiRequest(method, path, longer, headers, body, timeout, repeatable);
  }

  public ApiRequest header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiRequest(method, path, query, more, body, timeout, repeatable);
  }

  public ApiRequest body(JsonNode json) {
    return new ApiRequest(method, path, query, headers, json, timeout, repeatable);
  }

  public ApiRequest within(Duration longest) {
    return new ApiRequest(method, path, query, headers, body, longest, repeatable);
  }

  public ApiRequest once() {
    return new ApiRequest(method, path, query, headers, body, timeout, false);
  }

  String pathAndQuery() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }
}
