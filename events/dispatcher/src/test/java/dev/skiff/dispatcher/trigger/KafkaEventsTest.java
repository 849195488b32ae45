package dev.skiff.dispatcher.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.Payload;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class KafkaEventsTest {
  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void shouldReadAnEventInBinaryMode() {
    header("ce_id", "1");
    header("ce_source", "/shop");
    header("ce_type", "sold");
    header("ce_specversion", "1.0");
    header("content-type", "application/json");

    Event event = KafkaEvents.of(record("{\"a\":1}"));

    assertThat(event.attributes())
        .containsEntry("type", "sold")
        .containsEntry("datacontenttype", "application/json")
        .hasSize(5);
    assertThat(event.data()).isEqualTo(new Payload("{\"a\":1}", null));
  }

  @Test
  void shouldReadAnEventInStructuredMode() {
    header("content-type", "application/cloudevents+json; charset=utf-8");

    Event event =
        KafkaEvents.of(
            record(
                """
                {"specversion":"1.0","id":"1","source":"/shop","type":"sold","data":{"a":1}}\
                """));

    assertThat(event.attributes()).containsEntry("id", "1").hasSize(4);
    assertThat(event.data().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void shouldWrapARecordThatIsNoEvent() {
    Event event = KafkaEvents.of(record("plain"));

    assertThat(event.attributes())
        .containsEntry("type", "dev.skiff.kafka.record")
        .containsEntry("source", "/kafka/t")
        .containsEntry("id", "t/2/7")
        .containsEntry("subject", "key")
        .containsEntry("kafkapartition", "2")
        .containsEntry("kafkaoffset", "7");
    assertThat(event.data().text()).isEqualTo("plain");
    assertThat(event.attributes()).containsEntry("datacontenttype", "text/plain");
    assertThat(KafkaEvents.of(record("{\"a\":1}")).attributes())
        .containsEntry("datacontenttype", "application/json");
    assertThat(KafkaEvents.of(record("{} {}")).attributes())
        .containsEntry("datacontenttype", "text/plain");
  }

  @Test
  void shouldRefuseWhatSaysThatItIsAnEventAndIsNone() {
    header("ce_id", "1");
    assertThatThrownBy(() -> KafkaEvents.of(record("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source: missing");
    header("content-type", "application/cloudevents+json");
    assertThatThrownBy(() -> KafkaEvents.of(record("[1]"))).hasMessageContaining("no JSON object");
    assertThatThrownBy(() -> KafkaEvents.of(record("{"))).hasMessageContaining("no JSON");
    assertThatThrownBy(() -> KafkaEvents.of(record("{\"data_base64\":\"?\"}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseWhatIsTooLarge() {
    assertThatThrownBy(() -> KafkaEvents.of(record("x".repeat(Payload.MAX_BYTES + 1))))
        .hasMessage("262145 bytes (expected: at most 262144)");
    header("ce_id", "x".repeat(33_000));
    header("ce_source", "/shop");
    header("ce_type", "sold");
    header("ce_specversion", "1.0");
    assertThatThrownBy(() -> KafkaEvents.of(record("")))
        .hasMessageContaining("characters of attributes (expected: at most 32768)");
  }

  private void header(String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  private ConsumerRecord<byte[], byte[]> record(String value) {
    return new ConsumerRecord<>(
        "t",
        2,
        7,
        1_000,
        TimestampType.CREATE_TIME,
        3,
        value.length(),
        "key".getBytes(UTF_8),
        value.getBytes(UTF_8),
        headers,
        Optional.empty());
  }
}
