package dev.skiff.standalone.up;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  @Test
  void shouldInterruptAStartThatIsUnderWay() {
    StopSignal stop =
        new StopSignal(
            new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            stop.unlessRequested(() -> {
              Thread.ofVirtual().start(stop::request);
              new CountDownLatch(1).await();
              throw new AssertionError("the start was not interrupted");
            }))
        .isInstanceOf(InterruptedException.class);
  }
}
