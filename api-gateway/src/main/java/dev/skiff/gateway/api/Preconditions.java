package dev.skiff.gateway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.http.Answer;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.view.Seen;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// If-Match and If-None-Match, as far as a gateway can keep them: the comparison is made just
/// before the request is written, not by the cell.
final class Preconditions {
  private static final Pattern GENERATION =
      Pattern.compile("\"([1-9][0-9]{0,8})-[0-9]{1,5}-[0-9]{1,18}\"");

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

  /// The generation that an If-Match asks for; null when there is none, or when it is `*`. A
  /// service's ETag is `"<generation>-<cell>-<offset>"`, of which only the generation is compared:
  /// what else happens to its VMs is no reason to refuse a change.
  static @Nullable Integer generation(Call call) {
    String wanted = call.text("If-Match");
    if (wanted == null || wanted.strip().equals("*")) {
      return null;
    }
    Matcher matcher = GENERATION.matcher(wanted.strip());
    if (!matcher.matches()) {
      throw Call.refused("If-Match", wanted, "one ETag of a service, or *");
    }
    return Integer.valueOf(matcher.group(1));
  }

  static boolean isGiven(Call call) {
    return call.text("If-Match") != null;
  }

  /// Of a service.
  static String etag(Seen<Job> service) {
    return "\"%d-%d-%d\""
        .formatted(service.entity().generation(), service.cell(), service.logOffset());
  }

  /// A service with its ETag, or 304 when the client has this version.
  static Answer service(Call call, Seen<Job> seen, ObjectNode resource) {
    String known = call.text("If-None-Match");
    String etag = etag(seen);
    return (known != null && matches(known, etag) ? Answer.empty(304) : Answer.json(200, resource))
        .with("ETag", etag);
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

  static boolean matches(@Nullable String header, String etag) {
    return header != null
        && Arrays.stream(header.split(","))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
