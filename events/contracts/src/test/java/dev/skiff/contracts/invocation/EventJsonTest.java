package dev.skiff.contracts.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {
  static Stream<Event> events() {
    return Stream.of(
        event("application/json", "{\"a\":1}".getBytes(UTF_8)),
        event("application/json; charset=utf-8", "\"text\"".getBytes(UTF_8)),
        event("application/json", "this is none".getBytes(UTF_8)),
        event(null, "[1,null]".getBytes(UTF_8)),
        event(null, "neither said nor JSON".getBytes(UTF_8)),
        event("text/plain", "{\"a\":1}".getBytes(UTF_8)),
        event("application/octet-stream", new byte[] {(byte) 0xff, 0, 1}),
        event("application/vnd.x+json", "true".getBytes(UTF_8)),
        event(null, new byte[0]));
  }

  @ParameterizedTest
  @MethodSource("events")
  void shouldReadWhatItWrote(Event event) {
    assertThat(EventJson.read(EventJson.write(event).getBytes(UTF_8))).isEqualTo(event);
  }

  static Stream<Arguments> spellings() {
    return Stream.of(
        Arguments.of(event("application/json", "{\"a\": 1}".getBytes(UTF_8)), "\"data\":{\"a\":1}"),
        Arguments.of(event("text/plain", "hi".getBytes(UTF_8)), "\"data\":\"hi\""),
        Arguments.of(event("image/x", new byte[] {(byte) 0xff}), "\"data_base64\":\"/w==\""));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void shouldWriteDataAsReadersExpectIt(Event event, String expected) {
    assertThat(EventJson.write(event)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | is no JSON object",
        "{ | is no JSON",
        "{} {} | is no JSON",
        "{\"id\":\"1\"} | missing",
        "{\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"specversion\":\"1.0\",\"data_base64\":\"?\"} | data_base64",
        "{\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"specversion\":\"1.0\",\"x\":{}} | x: (expected"
      })
  void shouldSayWhatIsWrong(String json, String reason) {
    assertThatThrownBy(() -> EventJson.read(json.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void shouldTakeNumbersAndBooleansAsTexts() {
    Event read =
        EventJson.read(
            """
            {"id":"1","source":"s","type":"t","specversion":"1.0","n":7,"b":true,"gone":null}\
            """
                .getBytes(UTF_8));

    assertThat(read.attributes()).containsEntry("n", "7").containsEntry("b", "true").hasSize(6);
  }

  private static Event event(@Nullable String contentType, byte[] data) {
    Map<String, String> attributes =
        new TreeMap<>(Map.of("id", "1", "source", "/s", "type", "t", "specversion", "1.0"));
    if (contentType != null) {
      attributes.put("datacontenttype", contentType);
    }
    return new Event(attributes, Payload.of(data));
  }
}
