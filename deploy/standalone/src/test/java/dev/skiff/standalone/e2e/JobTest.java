package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Answer;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.Cli;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Jobs of several VMs, and jobs that the fleet has no room for.
@ExtendWith(SharedFleet.class)
class JobTest {
  /// One fits on a host, two do not.
  private static final String MOST_OF_A_HOST = "400MiB";

  private final Api api;
  private final Cli cli;

  JobTest(FleetProcess fleet) {
    this.api = fleet.api();
    this.cli = fleet.cli();
  }

  @Test
  void shouldRunEveryVmOfAManifestAndCountThem(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("job.yaml");
    Files.writeString(
        file,
        """
        apiVersion: skiff.dev/v1alpha1
        kind: Job
        metadata: {name: squad, labels: {team: media}}
        spec:
          count: 3
          vm:
            image: skiff/busybox
            command: [sh, -c, 'echo "I am $(hostname)"; case $(hostname) in *2) exit 4;; esac']
            cpus: 0.5
            memory: 96MiB
          placement: {constraints: ["zone in (a,b)"]}
        """);
    Cli.Result submitted = cli.run("job", "submit", "-f", file.toString(), "--wait");
    assertThat(submitted.exitCode())
        .as("a job one of whose VMs failed: %s", submitted)
        .isEqualTo(1);

    JsonNode job = api.get("/v1/jobs/squad").json();
    assertThat(job.at("/status/state").asText()).as("%s", job).isEqualTo("FAILED");
    assertThat(job.at("/status/vms/succeeded").asInt()).as("%s", job).isEqualTo(2);
    assertThat(job.at("/status/vms/failed").asInt()).as("%s", job).isEqualTo(1);
    for (int index = 0; index < 3; index++) {
      assertThat(cli.run("logs", "squad." + index).out())
          .startsWith("I am ")
          .endsWith(index + "\n");
    }
    assertThat(api.vm("squad.2").at("/status/exit/code").asInt()).isEqualTo(4);
    assertThat(cli.run("job", "rm", "squad").exitCode()).isZero();
  }

  @Test
  void shouldRefuseAVmThatIsLargerThanAnyHost() {
    Answer answer =
        api.post("/v1/jobs", Manifest.script("true").named("giant").memory("64GiB").json());
    assertThat(answer.status()).as("%s", answer).isEqualTo(422);
    assertThat(answer.at("/code")).isEqualTo("never-fits");
    assertThat(answer.at("/detail")).as("says what is too large").containsIgnoringCase("memory");
    assertThat(api.get("/v1/jobs/giant").status()).as("the refused job").isEqualTo(404);
  }

  @Test
  void shouldKeepAVmPendingWithItsReasonUntilThereIsRoom() {
    String full = api.submit(Manifest.script("sleep 1000").count(2).memory(MOST_OF_A_HOST).json());
    String waiting = api.submit(Manifest.script("echo my turn").memory(MOST_OF_A_HOST).json());
    JsonNode vm = api.vm(waiting + ".0");
    assertThat(vm.at("/status/state").asText()).as("%s", vm).isEqualTo("PENDING");
    assertThat(vm.at("/status/reason").asText())
        .as("why it waits")
        .contains("2")
        .contains("memory");

    api.post("/v1/vms/" + full + ".0/kill", "");
    JsonNode ended = api.awaitVm(waiting + ".0", "EXITED");
    assertThat(ended.at("/status/exit/code").asInt(-1)).as("%s", ended).isZero();
    assertThat(api.logs(waiting + ".0")).isEqualTo("my turn\n");
    api.discard(full);
    api.discard(waiting);
  }
}
