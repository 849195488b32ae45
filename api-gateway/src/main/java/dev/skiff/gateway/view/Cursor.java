package dev.skiff.gateway.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skiff.gateway.problem.ParameterError;
import dev.skiff.gateway.problem.Problem;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a page ended: names the last item by what never changes about it, so that items that come,
/// go or change between two pages neither repeat nor hide others.
///
/// @param accepted of the last item's job, microseconds since the epoch; 0 for hosts
/// @param id of the last item's job, or of the host
/// @param index of the last VM; -1 for jobs and hosts
record Cursor(long accepted, String id, int index) {
  static @Nullable Cursor parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", -1);
      if (parts.length == 3) {
        return new Cursor(Long.parseLong(parts[0]), parts[1], Integer.parseInt(parts[2]));
      }
    } catch (IllegalArgumentException refused) {
      throw refused(text);
    }
    throw refused(text);
  }

  @Override
  public String toString() {
    String text = accepted + " " + id + " " + index;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static Problem refused(String text) {
    return Problem.parameters(
        List.of(
            new ParameterError(
                "next", "\"" + text + "\" (expected: `next` of the page before, as it was)")));
  }
}
