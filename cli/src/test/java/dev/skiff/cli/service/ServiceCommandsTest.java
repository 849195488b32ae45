package dev.skiff.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.cli.fixture.Asked;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceCommandsTest {
  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);

  @AfterEach
  void close() {
    api.close();
  }

  private static String service(int count, int generation) {
    return Bodies.job(
            "web",
            count,
            "ACTIVE",
            ",\"generation\":%d,\"olderGenerations\":[1],\"vms\":{\"running\":2,\"pending\":1}"
                .formatted(generation))
        .replace("\"kind\":\"Job\"", "\"kind\":\"Service\"");
  }

  private JsonNode lastPut() throws Exception {
    return new JsonMapper().readTree(api.asked("PUT").getLast().text());
  }

  @Test
  void shouldListServices() {
    api.on("GET /v1/services", Reply.json(Bodies.list(service(3, 2))));

    assertThat(cli.run("service", "ls").out())
        .isEqualTo(
            """
            NAME  IMAGE                 STATE   RUNNING  GENERATION           AGE
            web   skiff/busybox:latest  ACTIVE  2/3      2 (changing from 1)  75s
            """);
  }

  @Test
  void shouldShowAServiceAndWhyItsVmsWait() {
    api.on(
        "GET /v1/services/web",
        Reply.json(
            service(3, 2)
                .replace(
                    "\"generation\"",
                    """
                    "explanation":{"reason":"no room now on 1 hosts: 1 lacks memory","hosts":1,
                      "blockers":[{"reason":"lacks memory","first":1,"any":1}],"remedy":"add a host"},
                    "generation"\
                    """)));

    assertThat(cli.run("service", "show", "web").out())
        .isEqualTo(
            """
            Service:     web
            Id:          j0-aaaabbbb
            Namespace:   default
            Image:       skiff/busybox:latest
            State:       ACTIVE
            VMs:         3 (1 pending, 2 running)
            Generation:  2 (changing from 1)
            Update:      at most ? more, ? down
            Made:        75s ago
            Waiting:     no room now on 1 hosts: 1 lacks memory
            HOSTS  IN ALL  WHICH
            1      1       lacks memory
            What would help: add a host
            """);
  }

  @Test
  void shouldScaleTheGenerationThatItSaw() throws Exception {
    api.on("GET /v1/services/web", Reply.json(service(3, 7)))
        .on("PUT /v1/services/web", Reply.json(service(12, 8)));

    assertThat(cli.run("service", "scale", "web", "12").out()).isEqualTo("web\n");

    Asked put = api.asked("PUT").getFirst();
    assertThat(put.headers()).containsEntry("if-match", "\"7-0-0\"");
    assertThat(lastPut().at("/spec/count").asInt()).isEqualTo(12);
    assertThat(lastPut().has("status")).isFalse();
    assertThat(lastPut().at("/metadata").has("id")).isFalse();
  }

  @Test
  void shouldMakeAChangeAgainToWhatOthersMadeOfIt() throws Exception {
    api.on("GET /v1/services/web", Reply.json(service(3, 7)), Reply.json(service(5, 8)))
        .on(
            "PUT /v1/services/web",
            Reply.problem(412, "precondition-failed", "The resource has changed", ""),
            Reply.json(service(5, 9)));

    Cli.Result result = cli.run("service", "update", "web", "--image", "b:2");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).startsWith("generation 9; see how far it is");
    assertThat(lastPut().at("/spec/count").asInt()).isEqualTo(5);
    assertThat(lastPut().at("/spec/vm/image").asText()).isEqualTo("b:2");
    assertThat(api.asked("PUT").getLast().headers()).containsEntry("if-match", "\"8-0-0\"");
  }

  @Test
  void shouldMakeAServiceFromAFileInANamespace() throws Exception {
    api.on("PUT /v1/services/web", Reply.created(service(3, 1)));

    Cli.Result result =
        cli.input("kind: Service\nspec: {count: 3, vm: {image: a}}\n")
            .run("service", "update", "--namespace", "media", "web", "-f", "-");

    assertThat(result.exitCode()).isZero();
    assertThat(api.asked("PUT").getFirst().line())
        .isEqualTo("PUT /v1/services/web?namespace=media");
    assertThat(api.asked("PUT").getFirst().headers()).doesNotContainKey("if-match");
    assertThat(lastPut().at("/spec/vm/image").asText()).isEqualTo("a");
  }

  @Test
  void shouldEndServicesAndGoOnAfterOneThatIsNotThere() {
    api.on("DELETE /v1/services/web", Reply.accepted());

    Cli.Result result = cli.run("service", "rm", "gone", "web");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("web\n");
    assertThat(result.err()).contains("not-found");
  }

  @Test
  void shouldSayWhatIsNeeded() {
    assertThat(cli.run("service", "update", "web").err())
        .startsWith("skiff: --image or -f: one of them is needed\n");
    assertThat(cli.run("service").err()).startsWith("skiff: service: which command?");
  }
}
