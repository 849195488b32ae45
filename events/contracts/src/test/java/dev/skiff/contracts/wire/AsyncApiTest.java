package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.wire.WireTypes.Channel;
import dev.skiff.contracts.wire.WireTypes.ForeignChannel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Channels and messages of `asyncapi.yaml` against the topics and the types.
class AsyncApiTest {
  /// People read them, not a part of Skiff.
  private static final Set<String> FOR_PEOPLE = Set.of("poison", "dead-letters");

  private final AsyncApi api = AsyncApi.load();

  static List<Channel<?>> channels() {
    return WireTypes.CHANNELS;
  }

  static List<ForeignChannel> foreignChannels() {
    return WireTypes.FOREIGN;
  }

  @Test
  void shouldBeOfTheVersionWhoseRulesTheTestsFollow() {
    assertThat(api.document.path("asyncapi").asText()).isEqualTo("3.0.0");
  }

  @Test
  void shouldHaveAChannelForEachTopic() {
    assertThat(AsyncApi.names(api.document.path("channels")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    channels().stream().map(Channel::name),
                    foreignChannels().stream().map(ForeignChannel::name))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("channels")
  void shouldNameTheTopic(Channel<?> channel) {
    assertThat(topic(channel.name())).isEqualTo(channel.topic().apply(new Topics("fleet-7", 1)));
  }

  @ParameterizedTest
  @MethodSource("foreignChannels")
  void shouldNameTheTopicOfWhatIsNotOursAndSayHowItsValuesLook(ForeignChannel channel) {
    assertThat(topic(channel.name())).isEqualTo(channel.topic().apply(new Topics("fleet-7", 1)));
    assertThat(api.channel(channel.name()).path("messages"))
        .isNotEmpty()
        .allSatisfy(message -> {
          assertThat(message.path("contentType").asText()).isNotBlank();
          assertThat(message.at("/headers/required")).isNotEmpty();
          // A payload of ours would be among the components, with a type and a golden file.
          assertThat(message.has("$ref")).isFalse();
        });
  }

  private String topic(String channel) {
    return api.channel(channel).path("address").asText().replace("{prefix}", "fleet-7");
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

  @Test
  void shouldSayWhoWritesAndWhoReadsAChannel() {
    for (String channel : AsyncApi.names(api.document.path("channels"))) {
      Set<String> actions = new TreeSet<>();
      for (JsonNode operation : api.document.path("operations")) {
        if (operation.at("/channel/$ref").asText().equals("#/channels/" + channel)) {
          actions.add(operation.path("action").asText());
        }
      }

      assertThat(actions)
          .as(channel)
          .isEqualTo(FOR_PEOPLE.contains(channel) ? Set.of("send") : Set.of("receive", "send"));
    }
  }
}
