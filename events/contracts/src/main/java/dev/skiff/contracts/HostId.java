package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A host's name, chosen by its operator and stable over restarts.
///
/// @param value 1 to 63 lower-case letters, digits, dots and dashes
public record HostId(@JsonValue String value) implements Comparable<HostId> {
  private static final int LONGEST = 63;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public HostId {
    if (!isHostId(value)) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: 1 to 63 of a-z, 0-9, '.', '-', starting and ending with a letter or digit)"
              .formatted(value));
    }
  }

  private static boolean isHostId(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = i > 0 && i < text.length() - 1;
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && !(inside && (c == '.' || c == '-'))) {
        return false;
      }
    }
    return true;
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
