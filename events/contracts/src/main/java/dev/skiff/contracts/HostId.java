package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// A host's name, chosen by its operator and stable over restarts.
///
/// @param value 1 to 63 lower-case letters, digits, dots and dashes
public record HostId(@JsonValue String value) implements Comparable<HostId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public HostId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: 1 to 63 of a-z, 0-9, '.', '-', starting and ending with a letter or digit)"
              .formatted(value));
    }
  }

  @Override
  public int compareTo(HostId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
