package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.wire.WireTypes.Channel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Channels and messages of `asyncapi.yaml` against the topics and the types.
class AsyncApiTest {
  private final AsyncApi api = AsyncApi.load();

  static List<Channel<?>> channels() {
    return WireTypes.CHANNELS;
  }

  @Test
  void shouldBeOfTheVersionWhoseRulesTheTestsFollow() {
    assertThat(api.document.path("asyncapi").asText()).isEqualTo("3.0.0");
  }

  @Test
  void shouldHaveAChannelForEachTopic() {
    assertThat(AsyncApi.names(api.document.path("channels")))
        .containsExactlyInAnyOrderElementsOf(channels().stream().map(Channel::name).toList());
  }

  @ParameterizedTest
  @MethodSource("channels")
  void shouldNameTheTopic(Channel<?> channel) {
    String address = api.channel(channel.name()).path("address").asText();

    assertThat(address.replace("{prefix}", "fleet-7"))
        .isEqualTo(channel.topic().apply(new Topics("fleet-7", 1)));
  }

  @ParameterizedTest
  @MethodSource("channels")
  void shouldSayHowLargeAValueMayBe(Channel<?> channel) {
    int limit = api.channel(channel.name()).path("x-max-value-bytes").asInt();

    assertThat(channel.codec().decode(new byte[limit]))
        .isEqualTo(new Decoded.Refused<>("is no JSON object"));
    assertThat(channel.codec().decode(new byte[limit + 1]))
        .isEqualTo(
            new Decoded.Refused<>("%d bytes (expected: at most %d)".formatted(limit + 1, limit)));
  }

  @ParameterizedTest
  @MethodSource("channels")
  void shouldHaveAMessageOnTheChannelForEachTypeOfItsFamily(Channel<?> channel) {
    List<String> expected = WireTypes.members(channel.family()).map(AsyncApi::nameOf).toList();
    JsonNode messages = api.channel(channel.name()).path("messages");

    assertThat(AsyncApi.names(messages)).containsExactlyInAnyOrderElementsOf(expected);
    for (String name : expected) {
      assertThat(messages.path(name).path("$ref").asText())
          .isEqualTo("#/components/messages/" + name);
    }
  }

  @Test
  void shouldHaveNoMessageWithoutAType() {
    Map<String, String> types =
        WireTypes.values().collect(Collectors.toMap(AsyncApi::nameOf, AsyncApi::typeOf));

    assertThat(AsyncApi.names(api.document.at("/components/messages")))
        .containsExactlyInAnyOrderElementsOf(types.keySet());
    types.forEach((name, type) -> {
      assertThat(api.message(name).path("name").asText()).isEqualTo(type);
      assertThat(AsyncApi.target(api.message(name).path("payload"))).isEqualTo(name);
    });
  }

  @ParameterizedTest
  @MethodSource("channels")
  void shouldSayWhoWritesAndWhoReadsAChannel(Channel<?> channel) {
    Set<String> actions = new TreeSet<>();
    for (JsonNode operation : api.document.path("operations")) {
      if (operation.at("/channel/$ref").asText().equals("#/channels/" + channel.name())) {
        actions.add(operation.path("action").asText());
      }
    }

    // People read the poison, not a part of Skiff.
    assertThat(actions)
        .isEqualTo(channel.name().equals("poison") ? Set.of("send") : Set.of("receive", "send"));
  }
}
