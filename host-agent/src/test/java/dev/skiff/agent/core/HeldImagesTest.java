package dev.skiff.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldImagesTest {
  private final CoreFixture host = CoreFixture.joined();

  @Test
  void shouldTellOfOtherImagesOnceAWhile() {
    hold("a");
    assertThat(host.tick().reports()).as("it has just joined").isEmpty();
    host.uptime += ToldFacts.EVERY;
    hold("a", "b");
    assertThat(host.tick().reports())
        .containsExactly(
            new Report.FactsChanged(CoreFixture.facts().withImages(List.of("a", "b"))));
    hold("c");
    host.uptime += ToldFacts.EVERY - 1;
    assertThat(host.tick().reports()).isEmpty();
    host.uptime += 1;
    assertThat(host.tick().reports()).hasSize(1);
    host.uptime += ToldFacts.EVERY;
    assertThat(host.tick().reports()).as("no news").isEmpty();
  }

  @Test
  void shouldNotTellThatTheSameImagesWereUsedInAnotherOrder() {
    hold("a", "b");
    host.uptime += ToldFacts.EVERY;
    host.tick();
    hold("b", "a");
    host.uptime += ToldFacts.EVERY;
    assertThat(host.tick().reports()).isEmpty();
    assertThat(joinAgain().images()).containsExactly("b", "a");
  }

  @Test
  void shouldTellOfNoMoreThanFitsIntoItsFacts() {
    host.handle(
        new AgentInput.ImagesHeld(IntStream.range(0, 100).mapToObj(i -> "image-" + i).toList()));
    assertThat(joinAgain().images()).hasSize(HostFacts.MAX_IMAGES).startsWith("image-0", "image-1");
    host.handle(new AgentInput.ImagesHeld(Collections.nCopies(64, "x".repeat(500))));
    assertThat(joinAgain().images()).hasSize(16);
  }

  private void hold(String... images) {
    assertThat(host.handle(new AgentInput.ImagesHeld(List.of(images))).reports()).isEmpty();
  }

  private HostFacts joinAgain() {
    AgentStep step = host.handle(new AgentInput.SessionOpened(host.core.session() + 1));
    return ((Report.Joined) step.reports().getFirst()).facts();
  }
}
