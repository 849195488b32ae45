package dev.skiff.cli.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceCommandsTest {
  private static final String MEDIA =
      """
      {"kind":"Namespace","metadata":{"id":"media","name":"media"},
       "spec":{"limit":{"cpus":"100","vms":50},"guarantee":{"cpus":"20"}},
       "status":{"used":{"cpus":"3.5","memory":"2GiB","disk":"1GiB","vms":7}}}\
      """;
  private static final String TABLE =
      """
      NAMESPACE  VMS   CPUS     MEMORY  DISK  GUARANTEE
      media      7/50  3.5/100  2GiB    1GiB  cpus=20
      """;

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldListWhatNamespacesHoldOfWhatTheyMay() {
    api.on("GET /v1/namespaces", Reply.json(Bodies.list(MEDIA)));

    assertThat(cli.run("ns", "ls").out()).isEqualTo(TABLE);
  }

  @Test
  void shouldSetALimitAndAGuarantee() throws Exception {
    api.on("PUT /v1/namespaces/media", Reply.json(MEDIA));

    Cli.Result result =
        cli.run("ns", "set", "media", "--limit", "cpus=100,vms=50", "--guarantee", "cpus=20");

    assertThat(result.out()).isEqualTo(TABLE);
    assertThat(new JsonMapper().readTree(api.asked().getFirst().text()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    "{\"limit\":{\"cpus\":\"100\",\"vms\":50},\"guarantee\":{\"cpus\":\"20\"}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu=1 | --limit: \"cpu=1\" (expected: cpus=, memory=, disk= or vms=)",
        "vms=x | --limit: \"vms=x\" (expected: vms= and a whole number)",
        "cpus | --limit: \"cpus\" (expected: cpus=, memory=, disk= or vms=)"
      })
  void shouldSayWhatAnAmountLooksLike(String amounts, String sentence) {
    Cli.Result result = cli.run("ns", "set", "media", "--limit", amounts);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("skiff: " + sentence + "\n");
    assertThat(api.asked()).isEmpty();
  }

  @Test
  void shouldLiftQuotas() {
    api.on("DELETE /v1/namespaces/media", Reply.gone());

    assertThat(cli.run("ns", "rm", "media").out()).isEqualTo("media\n");
    assertThat(cli.run("ns", "set", "media").err()).contains("to lift a quota: skiff ns rm media");
  }
}
