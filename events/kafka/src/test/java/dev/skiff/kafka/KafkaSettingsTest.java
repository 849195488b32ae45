package dev.skiff.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.Topics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
  private static final Topics TOPICS = new Topics("skiff", 1);

  @Test
  void shouldWriteDurablyAndOnce() {
    Map<String, Object> properties =
        new KafkaSettings("kafka:9092", TOPICS, "c", 3, Map.of("security.protocol", "SSL"))
            .producer(WriterTuning.defaults());
    assertThat(properties)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.block.ms", 0)
        .containsEntry("security.protocol", "SSL")
        .containsEntry("client.id", "c");
  }

  @Test
  void shouldReadFromGivenPositionsOnly() {
    assertThat(KafkaSettings.local("kafka:9092", TOPICS, "c").consumer(ReaderTuning.defaults()))
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", false)
        .doesNotContainKey("group.id");
  }

  @Test
  void shouldNotLetSecurityPropertiesChangeAnythingElse() {
    assertThatThrownBy(() -> new KafkaSettings("kafka:9092", TOPICS, "c", 1, Map.of("acks", "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("acks");
  }

  @Test
  void shouldRefuseTuningThatCannotWork() {
    assertThatThrownBy(() -> WriterTuning.defaults().withDeliveryTimeout(Duration.ofMillis(1)))
        .hasMessageContaining("deliveryTimeout: PT0.001S");
    assertThatThrownBy(() -> WriterTuning.defaults().withBufferBytes(1))
        .hasMessageContaining("bufferBytes: 1");
    assertThatThrownBy(() -> ReaderTuning.defaults().withFetchWait(Duration.ofMinutes(1)))
        .hasMessageContaining("fetchWait: PT1M");
  }
}
