package dev.skiff.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.resource.Resource;
import dev.skiff.gateway.view.Page;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes a page of a list, with its successor in the body and in a Link header.
final class Pages {
  private Pages() {}

  static <T> Answer answer(Call call, String kind, Page<T> page, Function<T, ObjectNode> resource) {
    Answer answer =
        Answer.json(
            200, Resource.list(kind, page.items().stream().map(resource).toList(), page.next()));
    return page.next() == null ? answer : answer.with("Link", link(call.uri(), page.next()));
  }

  /// The same request with another `next`.
  private static String link(String uri, String next) {
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    String others =
        mark < 0
            ? ""
            : Arrays.stream(uri.substring(mark + 1).split("&"))
                .filter(pair -> !pair.isEmpty() && !pair.startsWith("next="))
                .map(pair -> pair + "&")
                .collect(Collectors.joining());
    return "<%s?%snext=%s>; rel=\"next\"".formatted(path, others, URLEncoder.encode(next, UTF_8));
  }
}
