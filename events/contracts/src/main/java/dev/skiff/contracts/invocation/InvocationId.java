package dev.skiff.contracts.invocation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names an invocation by where its record stands in `skiff.invocations`, for example `i3-1207`.
///
/// @param partition of the topic
/// @param offset in the partition
public record InvocationId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("i(0|[1-9][0-9]{0,3})-(0|[1-9][0-9]{0,17})");

  public InvocationId {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "invocation: i%d-%d (expected: >= 0)".formatted(partition, offset));
    }
  }

  /// Reads what [#toString] wrote.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static InvocationId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "invocation: \"" + text + "\" (expected: such as i3-1207)");
    }
    return new InvocationId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @JsonValue
  @Override
  public String toString() {
    return "i" + partition + "-" + offset;
  }
}
