package dev.skiff.loadtests.replay;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large each host is.
///
/// @param cpus vCPUs
/// @param memoryGib GiB of memory
record HostShape(int cpus, int memoryGib) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,4})GiB");

  /// @throws IllegalArgumentException when the text is not like `64x176GiB`
  static HostShape parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "host: \"%s\" (expected: vCPUs and memory such as 64x176GiB)".formatted(text));
    }
    return new HostShape(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  @Override
  public String toString() {
    return cpus + "x" + memoryGib + "GiB";
  }
}
