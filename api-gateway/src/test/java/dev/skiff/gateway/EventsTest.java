package dev.skiff.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.gateway.fixture.Http;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestDispatcher;
import dev.skiff.gateway.fixture.TestFleet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// CloudEvents over HTTP, and which functions get them.
class EventsTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder);
    deploy("everything?namespace=default", "");
    deploy("uploads?namespace=default", "{\"exact\":{\"type\":\"uploaded\"}}");
    deploy("large?namespace=media", "{\"cesql\":\"size > 100\"}");
    fleet
        .http()
        .putJson(
            "/v1/functions/untriggered",
            "{\"kind\":\"Function\",\"spec\":{\"vm\":{\"image\":\"b\"}}}");
  }

  private static void deploy(String address, String filter) {
    Reply made =
        fleet
            .http()
            .putJson(
                "/v1/functions/" + address,
                "{\"kind\":\"Function\",\"spec\":{\"vm\":{\"image\":\"b\"},\"triggers\":[{\"name\":\"sub\",\"events\":{},\"filters\":["
                    + filter
                    + "]},{\"name\":\"again\",\"events\":{},\"filters\":["
                    + filter
                    + "]}]}}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void decideNothing() {
    fleet.dispatcher().policy(TestDispatcher::nothing);
  }

  private static Http http() {
    return fleet.http();
  }

  @Test
  void shouldInvokeEveryFunctionWhoseTriggerTakesTheEventOnce() throws Exception {
    Reply reply =
        http()
            .postBytes(
                "/v1/events",
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/s\",\"type\":\"uploaded\",\"size\":150,\"time\":\"2026-11-24T05:00:00Z\",\"data\":{\"x\":1}}"
                    .getBytes(UTF_8),
                STRUCTURED);

    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    assertThat(reply.at("/accepted")).isEqualTo("1");
    assertThat(reply.json().at("/invocations").findValuesAsText("function"))
        .containsExactlyInAnyOrder("everything", "uploads", "large");
    List<Invoke> invokes = invokes(3);
    assertThat(invokes)
        .extracting(invoke -> invoke.function().toString())
        .containsExactlyInAnyOrder("default/everything", "default/uploads", "media/large");
    assertThat(invokes)
        .allSatisfy(invoke -> {
          assertThat(invoke.trigger()).isEqualTo("sub");
          assertThat(invoke.event().attributes())
              .containsEntry("size", "150")
              .containsEntry("time", "2026-11-24T05:00:00Z")
              .containsEntry("datacontenttype", "application/json");
          assertThat(invoke.event().data()).isEqualTo(Payload.of("{\"x\":1}".getBytes(UTF_8)));
        });
  }

  @Test
  void shouldTakeAnEventInHeaders() throws Exception {
    Reply reply =
        http()
            .postJson(
                "/v1/events?namespace=default",
                "[1]",
                "ce-specversion",
                "1.0",
                "ce-id",
                "8",
                "ce-source",
                "/s",
                "ce-type",
                "other");

    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    assertThat(reply.json().at("/invocations").findValuesAsText("function"))
        .containsExactly("everything");
    assertThat(invokes(1).getFirst().event().data()).isEqualTo(Payload.of("[1]".getBytes(UTF_8)));
  }

  @Test
  void shouldTakeAnEventThatNobodyWants() {
    Reply reply =
        http()
            .postJson(
                "/v1/events?namespace=nobody",
                "",
                "ce-specversion",
                "1.0",
                "ce-id",
                "8",
                "ce-source",
                "/s",
                "ce-type",
                "other");

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().at("/accepted").asInt()).isOne();
    assertThat(reply.json().at("/invocations").isEmpty()).isTrue();
  }

  @Test
  void shouldTakeABatchOrNothingOfIt() throws Exception {
    String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"x\"}";

    Reply bad =
        http()
            .postBytes(
                "/v1/events",
                ("[" + event.formatted("1") + "," + event.formatted("") + "]").getBytes(UTF_8),
                BATCH);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.at("/detail")).isEqualTo("event 1: id: empty (expected: a text)");

    Reply good =
        http()
            .postBytes(
                "/v1/events",
                ("[" + event.formatted("2") + "," + event.formatted("3") + "]").getBytes(UTF_8),
                BATCH);
    assertThat(good.status()).isEqualTo(202);
    assertThat(good.at("/accepted")).isEqualTo("2");
    assertThat(invokes(2))
        .extracting(invoke -> invoke.event().attributes().get("id"))
        .containsExactly("2", "3");
  }

  @Test
  void shouldBoundABatch() {
    String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"x\"}";
    String batch = "[" + String.join(",", Collections.nCopies(1_001, event)) + "]";

    assertThat(http().postBytes("/v1/events", batch.getBytes(UTF_8), BATCH).at("/detail"))
        .isEqualTo("1001 events (expected: at most 1000)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | 400 | Missing mandatory specversion attribute
          [] | 400 | is no JSON object
          { | 400 | Unexpected end-of-input
          {"id":"1","id":"2"} | 400 | Duplicate field
          {"specversion":"2.0","id":"1","source":"/s","type":"t"} | 400 | Invalid specversion: 2.0
          {"specversion":"0.3","id":"1","source":"/s","type":"t"} | 400 | specversion: "0.3" (expected: 1.0)
          {"specversion":"1.0","id":"1","source":"a b","type":"t"} | 400 | Invalid attribute/extension value for "source"
          {"specversion":"1.0","id":"1","source":"/s","type":"t","time":"yesterday"} | 400 | Invalid attribute/extension value for "time"
          {"specversion":"1.0","id":"1","source":"/s","type":"t","Size":1} | 400 | Invalid extensions name: Size
          {"specversion":"1.0","id":"1","source":"","type":"t"} | 400 | source: empty
          {"specversion":"1.0","id":"1","source":"/s","type":"t","data":1,"data_base64":"eA=="} | 400 | cannot have both
          {"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"!"} | 400 | base64
          """)
  void shouldRefuseWhatIsNoEventAndSayWhy(String body, int status, String detail) {
    Reply reply = http().postBytes("/v1/events", body.getBytes(UTF_8), STRUCTURED);

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/code")).isEqualTo("invalid-event");
    assertThat(reply.at("/detail")).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ce-id | 1 | ce-specversion: missing
          ce-specversion | 0.3 | specversion: "0.3" (expected: 1.0)
          ce-specversion | 1.0 | Attribute 'id' cannot be null
          ce-subject | 100% | ce-subject: "%" at 4 is not followed by two hexadecimal digits
          ce-subject | %ff | ce-subject: what is percent-encoded is not UTF-8
          """)
  void shouldRefuseHeadersThatMakeNoEvent(String name, String value, String detail) {
    Reply reply = http().postJson("/v1/events", "{}", name, value);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/code")).isEqualTo("invalid-event");
    assertThat(reply.at("/detail")).contains(detail);
  }

  @Test
  void shouldRefuseWhatDoesNotSayThatItIsAnEvent() {
    Reply plain = http().postJson("/v1/events", "{}");
    assertThat(plain.status()).isEqualTo(415);
    assertThat(plain.at("/detail")).contains("expected: application/cloudevents+json");
    assertThat(http().postBytes("/v1/functions/uploads/invoke", new byte[2], BATCH).status())
        .isEqualTo(415);
  }

  private static List<Invoke> invokes(int count) throws InterruptedException {
    List<Invoke> invokes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      invokes.add(fleet.dispatcher().next().invoke());
    }
    return invokes;
  }
}
