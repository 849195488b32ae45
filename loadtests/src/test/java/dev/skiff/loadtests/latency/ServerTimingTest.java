package dev.skiff.loadtests.latency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTimingTest {
  @Test
  void shouldReadEveryPart() {
    ServerTiming timing = ServerTiming.parse("write;dur=1.25, log;dur=2");
    assertThat(timing.micros("write")).hasValue(1_250);
    assertThat(timing.micros("log")).hasValue(2_000);
    assertThat(timing.micros("wait")).isEmpty();
  }

  @Test
  void shouldReadNothingFromNothing() {
    assertThat(ServerTiming.parse(null).micros("write")).isEmpty();
  }
}
