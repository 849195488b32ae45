package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;

/// A job's id, `j<cell>-<suffix>`: it names the cell that the job lives in, for good.
///
/// @param value for example `j0-x7k2m9qa`
public record JobId(@JsonValue String value) implements Comparable<JobId> {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int SUFFIX_LENGTH = 8;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    if (cellIn(value) < 0) {
      throw new IllegalArgumentException("job: \"" + value + "\" (expected: such as j0-x7k2m9qa)");
    }
  }

  /// Draws a new id in a cell.
  public static JobId random(CellId cell, RandomGenerator random) {
    StringBuilder id = new StringBuilder("j").append(cell.value()).append('-');
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new JobId(id.toString());
  }

  public CellId cell() {
    return new CellId(cellIn(value));
  }

  /// The number in `j(0|[1-9][0-9]{0,3})-[a-z0-9]{4,20}`; -1 when the text is not of that form. By
  /// hand, because ids are made by the dozen for every VM, in every process.
  private static int cellIn(String text) {
    int dash = text.indexOf('-');
    int suffix = text.length() - dash - 1;
    if (dash < 2 || text.charAt(0) != 'j' || suffix < 4 || suffix > 20) {
      return -1;
    }
    for (int i = dash + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return -1;
      }
    }
    return Digits.number(text, 1, dash, 4);
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
