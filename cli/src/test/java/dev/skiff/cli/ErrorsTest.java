package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the fleet is, and what is said when something is wrong.
class ErrorsTest {
  private final FakeApi api = new FakeApi();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void shouldSayHowToStartAFleetWhenThereIsNone() {
    String url = api.url();
    api.close();

    Cli.Result result = new Cli(Map.of("SKIFF_URL", url)).run("ps");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "skiff: cannot reach %s: is the fleet running? start one with: skiff up\n"
                .formatted(url));
  }

  @Test
  void shouldPreferTheFlagToTheEnvironmentAndThatToTheContextFile(@TempDir Path home)
      throws Exception {
    api.on("GET /v1/vms", Reply.json(Bodies.list()));
    Path file = Files.createDirectories(home.resolve("skiff")).resolve("context.yaml");
    Files.writeString(file, "url: " + api.url() + "/\ntoken: from-file\n");
    Cli cli = new Cli(Map.of("XDG_CONFIG_HOME", home.toString()));

    assertThat(cli.run("ps").exitCode()).isZero();
    cli.environment.put("SKIFF_TOKEN", "from-environment");
    cli.run("ps");
    cli.run("--token", "from-flag", "ps");
    cli.run("ps", "--token", "from-flag-behind");
    cli.environment.put("SKIFF_URL", "http://127.0.0.1:1");
    assertThat(cli.run("ps").exitCode()).isEqualTo(1);
    cli.environment.remove("SKIFF_TOKEN");
    cli.run("ps", "--url", api.url());

    assertThat(api.asked())
        .extracting(asked -> asked.headers().getOrDefault("authorization", "none"))
        .containsExactly(
            "Bearer from-file",
            "Bearer from-environment",
            "Bearer from-flag",
            "Bearer from-flag-behind",
            "none");
  }

  @Test
  void shouldSayWhatIsWrongWithTheContextFile(@TempDir Path home) throws Exception {
    Path file = Files.createDirectories(home.resolve("skiff")).resolve("context.yaml");
    Files.writeString(file, "adress: http://x\n");

    Cli.Result result = new Cli(Map.of("XDG_CONFIG_HOME", home.toString())).run("ps");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("skiff: %s: adress (expected: url and token, each a text)\n".formatted(file));
  }

  @Test
  void shouldRefuseAnAddressThatIsNone() {
    Cli.Result result = new Cli(Map.of("SKIFF_URL", "localhost:7070")).run("ps");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "skiff: SKIFF_URL: \"localhost:7070\" (expected: such as http://127.0.0.1:7070)\n");
  }

  @Test
  void shouldSayHowToGiveAToken() {
    api.on("GET /v1/vms", Reply.problem(401, "unauthorized", "A valid bearer token is needed", ""));

    Cli.Result result = new Cli(api).run("ps");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: A valid bearer token is needed (unauthorized)
              → give a token with --token, SKIFF_TOKEN or the context file
            """);
  }

  @Test
  void shouldNotBeFooledByAnotherServer() {
    api.on("GET /v1/vms", Reply.json("<html>"))
        .on("GET /v1/cells", new Reply(500, Map.of(), "<h1>oops</h1>\nmore", false));
    Cli cli = new Cli(api);

    assertThat(cli.run("ps").err()).contains("did not answer in JSON: is that a Skiff gateway?");
    assertThat(cli.run("cells").err()).startsWith("skiff: HTTP 500: <h1>oops</h1>\n");
  }

  @Test
  void shouldShowTheStackWhenAskedFor() {
    api.on("GET /v1/vms", Reply.problem(500, "internal", "Something went wrong", "id 1"));
    Cli cli = new Cli(api);

    assertThat(cli.run("ps").err()).doesNotContain("\tat ");
    cli.environment.put("SKIFF_DEBUG", "1");
    assertThat(cli.run("ps").err()).contains("\tat dev.skiff.cli");
  }

  @Test
  void shouldSayWhatIsMissingAndHowItIsUsed() {
    Cli.Result result = new Cli(api).run("stop");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            """
            skiff: VM is missing
              usage: skiff stop [-t TIME] [--no-wait] VM...
              → skiff stop --help
            """);
  }

  @Test
  void shouldGuessWhatWasMeant() {
    assertThat(new Cli(api).run("insepct").err())
        .startsWith("skiff: unknown command \"insepct\"\n  did you mean inspect");
    assertThat(new Cli(api).run("ps", "-o", "xml").err())
        .startsWith("skiff: --output: \"xml\" (expected: table, wide, json, yaml or name)\n");
  }
}
