package dev.skiff.contracts.function;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a function for good: its namespace and its name.
public record FunctionId(String namespace, String name) implements Comparable<FunctionId> {
  private static final Pattern PART = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern WHOLE = Pattern.compile("([^/]*)/([^/]*)");

  public FunctionId {
    if (!PART.matcher(namespace).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "function: \"%s/%s\" (expected: such as default/thumbnails)".formatted(namespace, name));
    }
  }

  /// Reads what [#toString] wrote.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FunctionId parse(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "function: \"" + text + "\" (expected: such as default/thumbnails)");
    }
    return new FunctionId(matcher.group(1), matcher.group(2));
  }

  /// The partition of `skiff.invocations` and `skiff.receipts` that its invocations go through: a
  /// stable function of the id.
  public int partition(int partitions) {
    return Math.floorMod(toString().hashCode(), partitions);
  }

  @Override
  public int compareTo(FunctionId other) {
    return toString().compareTo(other.toString());
  }

  @JsonValue
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
