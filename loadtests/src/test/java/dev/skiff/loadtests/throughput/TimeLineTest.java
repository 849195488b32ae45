package dev.skiff.loadtests.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimeLineTest {
  private static final long BEGAN = 1_000_000;

  /// Ten VMs at once, 80 over 8 s, ten long after that.
  private static TimeLine line() {
    TreeMap<Long, Long> byTenth = new TreeMap<>();
    byTenth.put(BEGAN, 10L);
    for (int i = 1; i <= 80; i++) {
      byTenth.put(BEGAN + 100L * i, 1L);
    }
    byTenth.put(BEGAN + 60_000, 10L);
    return new TimeLine(BEGAN, byTenth);
  }

  @Test
  void shouldLeaveBeginningAndEndOutOfTheMiddle() {
    assertThat(line().total()).isEqualTo(100);
    assertThat(line().middleRate()).isEqualTo(10.0);
  }

  @Test
  void shouldPrintAtMostThirtyRowsThatAddUp() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line().print(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(out.toString(StandardCharsets.UTF_8).strip().lines())
        .hasSizeBetween(2, 32)
        .last()
        .asString()
        .endsWith("100");
  }
}
