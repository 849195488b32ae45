package dev.skiff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.CellId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerEnvironmentTest {
  private static final Map<String, String> LEAST =
      Map.of("SKIFF_SCHEDULER_ID", "s1", "SKIFF_KAFKA", "k1:9092,k2:9092");

  @Test
  void shouldHaveDefaultsForAllButTwo() {
    SchedulerConfig config = SchedulerEnvironment.read(LEAST);

    assertThat(config.id()).isEqualTo("s1");
    assertThat(config.kafka().bootstrapServers()).isEqualTo("k1:9092,k2:9092");
    assertThat(config.kafka().replication()).isEqualTo(3);
    assertThat(config.kafka().topics().cells()).isEqualTo(1);
    assertThat(config.hazelcast().members()).isEmpty();
    assertThat(config.admin().bindAddress()).isEqualTo("127.0.0.1");
    assertThat(config.followed()).containsExactly(new CellId(0));
    assertThat(config.rules().suspectAfter()).isEqualTo(5_000_000);
  }

  @Test
  void shouldReadEverything() {
    SchedulerConfig config =
        SchedulerEnvironment.read(
            with(
                "SKIFF_CELLS", "4",
                "SKIFF_OWN_CELLS", "1, 3",
                "SKIFF_KAFKA_SASL_MECHANISM", "PLAIN",
                "SKIFF_HAZELCAST_MEMBERS", "a:5701,b:5701",
                "SKIFF_HAZELCAST_BIND", "10.0.0.1",
                "SKIFF_ADMIN_PORT", "1234",
                "SKIFF_LOST_SECONDS", "60"));

    assertThat(config.followed()).containsExactly(new CellId(1), new CellId(3));
    assertThat(config.kafka().security()).containsEntry("sasl.mechanism", "PLAIN");
    assertThat(config.hazelcast().members()).isEqualTo(List.of("a:5701", "b:5701"));
    assertThat(config.hazelcast().bindAddress()).isEqualTo("10.0.0.1");
    assertThat(config.admin().port()).isEqualTo(1234);
    assertThat(config.rules().lostAfter()).isEqualTo(60_000_000);
  }

  @Test
  void shouldNameTheVariableThatIsWrong() {
    assertThatThrownBy(() -> SchedulerEnvironment.read(Map.of("SKIFF_KAFKA", "k:1")))
        .hasMessageContaining("SKIFF_SCHEDULER_ID");
    assertThatThrownBy(() -> SchedulerEnvironment.read(with("SKIFF_ADMIN_PORT", "many")))
        .hasMessage("SKIFF_ADMIN_PORT: \"many\" (expected: a number)");
    assertThatThrownBy(() -> SchedulerEnvironment.read(with("SKIFF_LOST_SECONDS", "3")))
        .hasMessageContaining("lost > suspect");
    assertThatThrownBy(() -> SchedulerEnvironment.read(with("SKIFF_OWN_CELLS", "7")))
        .hasMessageContaining("the fleet has 1 cells");
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> variables = new HashMap<>(LEAST);
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }
}
