package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.Seen;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// If-Match and If-None-Match, as far as a gateway can keep them: the comparison is made just
/// before the request is written, not by the cell.
final class Preconditions {
  private Preconditions() {}

  /// @throws Problem when there is an If-Match that names another version
  static void check(Call call, Seen<?> resource) {
    String wanted = call.text("If-Match");
    if (wanted != null && !matches(wanted, resource.etag())) {
      throw Problem.of(
          ProblemCode.PRECONDITION_FAILED,
          "If-Match: %s, but it is %s: read it again".formatted(wanted, resource.etag()));
    }
  }

  /// The resource with its ETag, or 304 when the client has this version.
  static Answer answer(Call call, Seen<?> seen, ObjectNode resource) {
    String known = call.text("If-None-Match");
    Answer answer =
        known != null && matches(known, seen.etag())
            ? Answer.empty(304)
            : Answer.json(200, resource);
    return answer.with("ETag", seen.etag());
  }

  private static boolean matches(@Nullable String header, String etag) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
