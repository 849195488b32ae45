package dev.skiff.agent.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class HostUptimeTest {
  @Test
  void shouldReadMicrosecondsOfAnyLength() {
    assertThat(HostUptime.parse("0.07 0.00\n")).isEqualTo(70_000);
    assertThat(HostUptime.parse("12345678.90 1.00\n")).isEqualTo(12_345_678_900_000L);
    assertThatIllegalStateException().isThrownBy(() -> HostUptime.parse("soon"));
  }

  @Test
  void shouldNeverRunBackwards() {
    HostUptime uptime = HostUptime.ofHost();
    long first = uptime.micros();
    assertThat(first).isPositive();
    assertThat(uptime.micros()).isGreaterThanOrEqualTo(first);
  }
}
