package dev.skiff.agent.http;

import dev.skiff.agent.vmm.ExecSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The first message of an exec.
///
/// @param columns of the terminal; 0 leaves it as it is
/// @param rows of the terminal; 0 leaves it as it is
record ExecRequest(ExecSpec spec, int columns, int rows) {
  private static final int MAX_SIZE = 10_000;
  private static final Set<String> KNOWN =
      Set.of("command", "env", "workdir", "user", "tty", "stdin", "columns", "rows");

  /// @throws IllegalArgumentException with a sentence that names the member
  static ExecRequest of(JsonObject message) {
    for (String name : message.fieldNames()) {
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException(name + ": unknown (expected: one of " + KNOWN + ")");
      }
    }
    try {
      return new ExecRequest(
          new ExecSpec(
              command(message.getJsonArray("command")),
              env(message.getJsonObject("env")),
              message.getString("workdir"),
              message.getString("user"),
              message.getBoolean("tty", false),
              message.getBoolean("stdin", false)),
          size(message, "columns"),
          size(message, "rows"));
    } catch (ClassCastException e) {
      throw new IllegalArgumentException("a member has the wrong type: " + e.getMessage(), e);
    }
  }

  private static List<String> command(@Nullable JsonArray words) {
    if (words == null) {
      throw new IllegalArgumentException("command: missing (expected: [\"program\", ...])");
    }
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      if (!(word instanceof String text)) {
        throw new IllegalArgumentException("command: " + word + " (expected: strings)");
      }
      command.add(text);
    }
    return command;
  }

  private static Map<String, String> env(@Nullable JsonObject members) {
    Map<String, String> env = new HashMap<>();
    if (members != null) {
      for (Map.Entry<String, Object> member : members) {
        if (!(member.getValue() instanceof String text)) {
          throw new IllegalArgumentException("env." + member.getKey() + ": (expected: a string)");
        }
        env.put(member.getKey(), text);
      }
    }
    return env;
  }

  static int size(JsonObject message, String name) {
    int size = message.getInteger(name, 0);
    if (size < 0 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 0 to %d)".formatted(name, size, MAX_SIZE));
    }
    return size;
  }
}
