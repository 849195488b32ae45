package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.state.VmCounts;
import dev.skiff.gateway.fixture.Http;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.Things;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Making, changing, showing and removing functions.
class FunctionsTest {
  private static final String FUNCTION =
      "{\"kind\":\"Function\",\"metadata\":{\"labels\":{\"team\":\"media\"}},\"spec\":{\"vm\":{\"image\":\"b\"}}}";

  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static Http http() {
    return fleet.http();
  }

  @Test
  void shouldMakeAFunctionAndShowIt() {
    Reply made = http().putJson("/v1/functions/made", FUNCTION);

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo("/v1/functions/made?namespace=default");
    assertThat(made.at("/kind")).isEqualTo("Function");
    assertThat(made.at("/spec/timeout")).isEqualTo("30s");
    Reply shown = http().get("/v1/functions/made");
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.header("ETag")).isEqualTo(made.header("ETag"));
    assertThat(shown.header("ETag")).isEqualTo("\"" + shown.at("/status/version") + "\"");
    assertThat(shown.at("/metadata/labels/team")).isEqualTo("media");
    assertThat(shown.at("/status/deployed")).startsWith("20");
    assertThat(http().get("/v1/functions/made", "If-None-Match", shown.header("ETag")).status())
        .isEqualTo(304);
  }

  @Test
  void shouldMakeAVersionOnlyOfAChange() {
    Reply first = http().putJson("/v1/functions/same", FUNCTION);
    Reply same = http().putJson("/v1/functions/same", FUNCTION);
    Reply changed = http().putJson("/v1/functions/same", FUNCTION.replace("\"b\"", "\"c\""));

    assertThat(same.status()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(first.header("ETag"));
    assertThat(changed.json().at("/status/version").asLong())
        .isGreaterThan(first.json().at("/status/version").asLong());
  }

  @Test
  void shouldKeepToPreconditions() {
    Reply made = http().putJson("/v1/functions/guarded", FUNCTION, "If-None-Match", "*");
    String other = FUNCTION.replace("\"b\"", "\"c\"");

    assertThat(made.status()).isEqualTo(201);
    assertThat(http().putJson("/v1/functions/guarded", other, "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(http().putJson("/v1/functions/guarded", other, "If-Match", "\"999\"").status())
        .isEqualTo(412);
    assertThat(http().delete("/v1/functions/guarded", "If-Match", "\"999\"").status())
        .isEqualTo(412);
    assertThat(http().putJson("/v1/functions/none", other, "If-Match", "*").status())
        .isEqualTo(412);
    assertThat(
            http()
                .putJson("/v1/functions/guarded", other, "If-Match", made.header("ETag"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void shouldForgetAFunctionThatIsRemoved() {
    http().putJson("/v1/functions/gone", FUNCTION);

    assertThat(http().delete("/v1/functions/gone").status()).isEqualTo(202);

    assertThat(http().get("/v1/functions/gone").at("/code")).isEqualTo("not-found");
    assertThat(http().delete("/v1/functions/gone").status()).isEqualTo(404);
    assertThat(http().postJson("/v1/functions/gone/invoke", "{}").status()).isEqualTo(404);
  }

  @Test
  void shouldListPageByPageAndNarrowed() {
    for (String name : new String[] {"a", "b", "c"}) {
      http().putJson("/v1/functions/" + name + "?namespace=listed", FUNCTION);
    }
    http().putJson("/v1/functions/d?namespace=listed", FUNCTION.replace("\"media\"", "\"web\""));

    Reply first = http().get("/v1/functions?namespace=listed&limit=2&selector=team%3Dmedia");
    assertThat(first.json().at("/items").findValuesAsText("name")).containsExactly("a", "b");
    assertThat(first.header("Link")).contains("rel=\"next\"");
    Reply second =
        http()
            .get(
                "/v1/functions?namespace=listed&limit=2&selector=team%3Dmedia&next="
                    + first.at("/next"));
    assertThat(second.json().at("/items").findValuesAsText("name")).containsExactly("c");
    assertThat(second.json().has("next")).isFalse();
    assertThat(
            http()
                .get("/v1/functions?namespace=listed&prefix=d")
                .json()
                .at("/items")
                .findValuesAsText("name"))
        .containsExactly("d");
    assertThat(http().get("/v1/functions?next=nonsense").at("/errors/0/parameter"))
        .isEqualTo("next");
  }

  @Test
  void shouldCountItsVms() {
    http().putJson("/v1/functions/busy", FUNCTION);
    Map<String, String> labels = Map.of("skiff.dev/function", "busy", "skiff.dev/version", "1");
    fleet
        .views()
        .put(
            Things.job(
                "j0-ffffffff",
                Things.spec(null, 3, labels),
                new VmCounts(1, 0, 2, 0, 0, 0, 0),
                1_000_000),
            5);

    Reply shown = http().get("/v1/functions/busy");

    assertThat(shown.at("/status/vms/running")).isEqualTo("2");
    assertThat(shown.at("/status/vms/pending")).isEqualTo("1");
  }

  @Test
  void shouldKeepFunctionsAwayFromTheFleetsOwnTopics() {
    String prefix = fleet.topics().prefix();
    String manifest =
        """
        {"kind":"Function","spec":{"vm":{"image":"a"},"deadLetter":{"topic":"%s.log"},
         "triggers":[{"name":"a","topic":{"topic":"%s.dead-letters"}},
          {"name":"b","topic":{"topic":"%s.invocations"}}]}}
        """
            .formatted(prefix, prefix, prefix);

    Reply reply = http().putJson("/v1/functions/loop", manifest);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/errors").findValuesAsText("pointer"))
        .containsExactly("#/spec/deadLetter/topic", "#/spec/triggers/1/topic/topic");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v1/functions/x | {"kind":"Job","spec":{"vm":{"image":"a"}}} | #/kind | kind: "Job" (expected: Function)
          /v1/functions/x | {"kind":"Function","metadata":{"name":"y"},"spec":{"vm":{"image":"a"}}} | #/metadata/name | as the address says
          /v1/functions/x | {"kind":"Function","spec":{"vm":{"image":"a"},"triggers":[{"name":"t","events":{},"filters":[{"cesql":"a ="}]}]}} | #/spec/triggers/0/filters/0/cesql | at 4
          /v1/functions/X | {"kind":"Function","spec":{"vm":{"image":"a"}}} | #/metadata/name | expected: 1 to 63
          """)
  void shouldRefuseAManifestAndSayWhere(String path, String body, String pointer, String detail) {
    Reply reply = http().putJson(path, body);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.at("/code")).isEqualTo("invalid-manifest");
    assertThat(reply.at("/errors/0/pointer")).isEqualTo(pointer);
    assertThat(reply.at("/errors/0/detail")).contains(detail);
  }
}
