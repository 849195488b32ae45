package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads lists page by page.
public final class Pages {
  private static final int LARGEST_PAGE = 1_000;

  private Pages() {}

  /// The first entries of a list.
  ///
  /// @param <T> the kind of entry
  /// @param items at most as many as were asked for
  /// @param more whether the list goes on
  public record Found<T>(List<T> items, boolean more) {}

  /// Follows `next` until there are `limit` entries or the list ends.
  public static <T> Found<T> read(
      ApiClient api, ApiRequest request, int limit, Function<JsonNode, T> entry)
      throws InterruptedException {
    List<T> items = new ArrayList<>();
    JsonNode page = api.ask(request.with("limit", Math.min(limit, LARGEST_PAGE)));
    while (true) {
      for (JsonNode item : page.path("items")) {
        if (items.size() == limit) {
          return new Found<>(List.copyOf(items), true);
        }
        items.add(entry.apply(item));
      }
      String next = page.path("next").asText("");
      if (next.isEmpty() || items.size() == limit) {
        return new Found<>(List.copyOf(items), !next.isEmpty());
      }
      int rest = Math.min(limit - items.size(), LARGEST_PAGE);
      page = api.ask(request.with("limit", rest).with("next", next));
    }
  }
}
