package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Cli;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.TestFolder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The whole fleet is killed with -9 and started again.
class RestartTest {
  /// Counts until it is told to go; then it ends with a code of its own.
  private static final String COUNTER =
      "i=0; until [ -f /tmp/go ]; do echo tick $i; i=$((i+1)); sleep 0.2; done; exit 5";

  private static final String[] OPTIONS = {
    "--hosts", "1", "--host-memory", "512MiB", "--driver", "qemu-tcg"
  };

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  @Test
  void shouldAdoptWhatRunsAndKeepWhatWaits() throws Exception {
    Set<Long> vmms;
    String running;
    String waiting;
    String over;
    String url;
    try (FleetProcess fleet = FleetProcess.up(folder, OPTIONS)) {
      url = fleet.url();
      over = fleet.api().submit(Manifest.script("exit 9").named("over").json());
      fleet.api().awaitVm(over + ".0", "EXITED");
      running = fleet.api().submit(Manifest.script(COUNTER).named("counter").count(2).json());
      waiting =
          fleet
              .api()
              .submit(Manifest.script("echo at last").named("waiter").memory("400MiB").json());
      for (String vm : List.of(running + ".0", running + ".1")) {
        fleet.api().awaitVm(vm, "RUNNING");
        awaitLog(fleet, vm, "tick 2\n");
      }
      assertThat(state(fleet, waiting + ".0")).isEqualTo("PENDING");
      vmms = folder.vmms();
      assertThat(vmms).as("QEMU processes").hasSize(2);
      fleet.kill();
    }
    assertThat(folder.vmms()).as("QEMU processes after kill -9 of the fleet").isEqualTo(vmms);

    try (FleetProcess fleet = FleetProcess.up(folder, OPTIONS)) {
      assertThat(fleet.url()).as("the fleet's address").isEqualTo(url);
      assertThat(folder.vmms()).as("adopted QEMU processes").isEqualTo(vmms);
      assertThat(fleet.api().get("/v1/jobs/over").at("/metadata/id")).isEqualTo(over);
      assertThat(fleet.api().vm(over + ".0").at("/status/exit/code").asInt()).isEqualTo(9);
      JsonNode pending = fleet.api().vm("waiter.0");
      assertThat(pending.at("/metadata/id").asText()).isEqualTo(waiting + ".0");
      assertThat(pending.at("/status/state").asText()).as("%s", pending).isEqualTo("PENDING");
      assertThat(pending.at("/status/reason").asText()).contains("memory");

      for (String vm : List.of(running + ".0", running + ".1")) {
        finishAdopted(fleet, vm);
      }
      fleet.api().awaitVm(waiting + ".0", "EXITED");
      assertThat(fleet.api().logs(waiting + ".0")).isEqualTo("at last\n");
      assertThat(fleet.api().get("/v1/fleet").at("/status/jobs/total")).as("jobs").isEqualTo("3");
    }
  }

  private static void finishAdopted(FleetProcess fleet, String vm) {
    JsonNode adopted = fleet.api().vm(vm);
    assertThat(adopted.at("/status/state").asText()).as("%s", adopted).isEqualTo("RUNNING");
    int ticks = lines(fleet, vm).size();
    awaitLog(fleet, vm, "tick " + (ticks + 2) + "\n");
    Cli.Result go = fleet.cli().run("exec", vm, "--", "touch", "/tmp/go");
    assertThat(go.exitCode()).as("exec in an adopted VM: %s", go).isZero();

    JsonNode ended = fleet.api().awaitVm(vm, "EXITED");
    assertThat(ended.at("/status/exit/code").asInt()).as("%s", ended).isEqualTo(5);
    assertThat(ended.at("/status/incarnation").asInt()).as("how often %s ran", vm).isEqualTo(1);
    List<String> lines = lines(fleet, vm);
    assertThat(lines)
        .as("what %s printed before, while and after nobody listened", vm)
        .isEqualTo(IntStream.range(0, lines.size()).mapToObj(tick -> "tick " + tick).toList());
  }

  private static List<String> lines(FleetProcess fleet, String vm) {
    return fleet.api().logs(vm).lines().toList();
  }

  private static void awaitLog(FleetProcess fleet, String vm, String text) {
    Awaitility.await("\"" + text.strip() + "\" in the log of " + vm)
        .atMost(Duration.ofSeconds(20))
        .until(() -> fleet.api().logs(vm), log -> log.contains(text));
  }

  private static String state(FleetProcess fleet, String vm) {
    return fleet.api().vm(vm).at("/status/state").asText();
  }
}
