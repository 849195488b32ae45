package dev.skiff.contracts.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {
  private static final HostFacts FACTS =
      new HostFacts(
          "http://127.0.0.1:7081",
          Map.of(),
          new Resources(4_000, 8_192, 65_536, 100),
          200,
          "simulated",
          "it was asked for",
          List.of(),
          "dev");
  private static final Host HOST = Host.joined(new HostId("host-1"), 1, "j1", FACTS, 10);
  private static final Drain DRAIN = new Drain(11, 0, false, 3);

  @Test
  void shouldBeWhatItsOperatorWantsWhileItIsHeardOf() {
    assertThat(HOST.kept(true, null, 11).status()).isEqualTo(HostStatus.CORDONED);
    assertThat(HOST.kept(true, DRAIN, 11).status()).isEqualTo(HostStatus.DRAINING);
    assertThat(HOST.kept(true, DRAIN, 11).kept(false, null, 12).status())
        .isEqualTo(HostStatus.READY);
  }

  @Test
  void shouldStaySuspectOrLostWhateverItsOperatorWantsAndRememberIt() {
    Host suspect = HOST.to(HostStatus.SUSPECT, 11).kept(true, null, 12);

    assertThat(suspect.status()).isEqualTo(HostStatus.SUSPECT);
    assertThat(suspect.to(HostStatus.LOST, 13).rejoined(2, "j1", FACTS, 14).status())
        .isEqualTo(HostStatus.CORDONED);
  }

  @Test
  void shouldRefuseAStepThatTheTableDoesNotHaveAndTellTheHistory() {
    assertThatIllegalStateException()
        .isThrownBy(() -> HOST.to(HostStatus.LOST, 11))
        .withMessageContaining("host-1 cannot become LOST: it is READY (session 1, since 10)");
  }

  @Test
  void shouldBeDrainedOnceNothingHoldsIt() {
    Host draining = HOST.holding(new Resources(1, 1, 1, 1), 1, 11).kept(false, DRAIN, 12);

    assertThat(draining.isDrained()).isFalse();
    assertThat(draining.holding(Resources.NONE, 0, 13).isDrained()).isTrue();
    assertThat(HOST.isDrained()).isFalse();
  }

  @Test
  void shouldHaveNothingFreeWhenItsCapacityShrank() {
    Host shrunk = HOST.holding(new Resources(9_000, 9_000, 0, 1), 1, 11);

    assertThat(shrunk.free()).isEqualTo(new Resources(0, 0, 65_536, 99));
  }
}
