package dev.skiff.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A job's id, `j<cell>-<suffix>`: it names the cell that the job lives in, for good.
///
/// @param value for example `j0-x7k2m9qa`
public record JobId(@JsonValue String value) implements Comparable<JobId> {
  private static final Pattern FORM = Pattern.compile("j(0|[1-9][0-9]{0,3})-[a-z0-9]{4,20}");
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int SUFFIX_LENGTH = 8;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    if (!FORM.matcher(value).matches()) {
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
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalStateException("job id was checked when made: " + value);
    }
    return new CellId(Integer.parseInt(matcher.group(1)));
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
