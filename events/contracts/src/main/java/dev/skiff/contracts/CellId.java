package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A cell: one partition number, the same in every topic that is partitioned by cell.
///
/// @param value 0 to 9999
public record CellId(@JsonValue int value) implements Comparable<CellId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CellId {
    if (value < 0 || value > 9999) {
      throw new IllegalArgumentException("cell: " + value + " (expected: 0 to 9999)");
    }
  }

  @Override
  public int compareTo(CellId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
