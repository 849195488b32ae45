package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.standalone.e2e.fixture.Cli;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.GuestKernel;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import dev.skiff.standalone.e2e.fixture.SkiffProcess;
import dev.skiff.standalone.e2e.fixture.TestFolder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// One VM, from the command line.
@ExtendWith(SharedFleet.class)
class RunTest {
  private final FleetProcess fleet;
  private final TestFolder folder;
  private final Cli cli;

  RunTest(FleetProcess fleet, TestFolder folder) {
    this.fleet = fleet;
    this.folder = folder;
    this.cli = fleet.cli();
  }

  @Test
  void shouldPrintTheGuestsKernelAndExitWithTheGuestsCode() throws Exception {
    SkiffProcess run =
        SkiffProcess.start(
            folder.path(),
            Map.of("SKIFF_URL", fleet.url()),
            List.of(
                "run", "--rm", "--name", "once", "skiff/busybox", "sh", "-c", "uname -r; exit 3"));
    try (run) {
      assertThat(run.awaitEnd(Duration.ofSeconds(60))).as("exit code; %s", run.err()).isEqualTo(3);
    }
    assertThat(run.out()).isEqualTo(GuestKernel.release() + "\n");
    assertThat(run.out().strip()).isNotEqualTo(System.getProperty("os.version"));
    assertThat(fleet.api().get("/v1/jobs/once").status()).as("what --rm has left").isEqualTo(404);
  }

  @Test
  void shouldExitWith127WhenTheGuestHasNoSuchCommand() {
    Cli.Result result = cli.run("run", "--rm", "skiff/busybox", "--", "no-such-command");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(127);
    assertThat(result.err()).contains("no-such-command", "command-not-found");
  }

  @Test
  void shouldSayWhatToDoAboutAnImageThatNobodyHas() {
    Cli.Result result = cli.run("run", "--rm", "skiff/no-such-image", "--", "true");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("skiff/no-such-image", "(image-not-found)", "skiff image");
  }

  @Test
  void shouldRunAVmInTheBackgroundUntilItIsStopped() {
    String script = "trap 'echo bye; exit 0' TERM; echo hello; while :; do sleep 0.1; done";
    Cli.Result run =
        cli.run("run", "-d", "--name", "life", "skiff/busybox", "--", "sh", "-c", script);
    assertThat(run.exitCode()).as("run -d: %s", run).isZero();
    String id = run.out().strip();
    fleet.api().awaitVm(id, "RUNNING");

    assertThat(cli.run("ps").out()).contains("life.0");
    assertThat(cli.run("logs", "life.0").out()).isEqualTo("hello\n");
    Cli.Result exec = cli.run("exec", "life.0", "--", "sh", "-c", "hostname; exit 7");
    assertThat(exec.exitCode()).as("the exec'd command's exit code; %s", exec).isEqualTo(7);
    assertThat(exec.out()).isNotBlank();
    assertThat(cli.run("inspect", "--receipt", "life.0").out())
        .contains("from submit to running command", "accepted", "agent", "guest ready");
    assertThat(cli.run("rm", "life.0").exitCode()).as("rm of a VM that runs").isEqualTo(1);

    Cli.Result stop = cli.run("stop", "life.0");
    assertThat(stop.exitCode()).as("stop: %s", stop).isZero();
    fleet.api().awaitVm(id, "EXITED");
    assertThat(cli.run("logs", "life.0").out()).isEqualTo("hello\nbye\n");
    assertThat(cli.run("rm", "life.0").exitCode()).isZero();
    assertThat(fleet.api().get("/v1/vms/" + id).status()).as("a removed VM").isEqualTo(404);
    fleet.api().discard(id.substring(0, id.indexOf('.')));
  }
}
