package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.standalone.e2e.fixture.Cli;
import dev.skiff.standalone.e2e.fixture.DockerArchive;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Images that users bring.
@ExtendWith(SharedFleet.class)
class ImageTest {
  private final FleetProcess fleet;
  private final Cli cli;

  ImageTest(FleetProcess fleet) {
    this.fleet = fleet;
    this.cli = fleet.cli();
  }

  @Test
  void shouldImportRunListAndRemoveADockerArchive(@TempDir Path temp) throws Exception {
    Path archive = DockerArchive.make(temp, "tiny:1");
    Cli.Result imported = cli.run("image", "import", archive.toString(), "--name", "tiny:1");
    assertThat(imported.exitCode()).as("image import: %s", imported).isZero();
    assertThat(cli.run("image", "ls").out()).contains("tiny:1");

    Cli.Result run = cli.run("run", "--rm", "tiny:1");
    assertThat(run.exitCode()).as("its own command: %s", run).isZero();
    assertThat(run.out()).isEqualTo("hello from the image, in /srv\n");

    Cli.Result background = cli.run("run", "-d", "tiny:1", "--", "sh", "-c", "while :; do :; done");
    String vm = background.out().strip();
    fleet.api().awaitVm(vm, "RUNNING");
    Cli.Result inUse = cli.run("image", "rm", "tiny:1");
    assertThat(inUse.exitCode()).as("image rm of an image in use: %s", inUse).isEqualTo(1);
    assertThat(inUse.err()).contains("image-in-use");

    assertThat(cli.run("rm", "-f", vm).exitCode()).isZero();
    fleet.api().discard(vm.substring(0, vm.indexOf('.')));
    Cli.Result removed = cli.run("image", "rm", "tiny:1");
    assertThat(removed.exitCode()).as("image rm: %s", removed).isZero();
    assertThat(cli.run("image", "ls").out()).doesNotContain("tiny:1");
  }

  @Test
  void shouldRefuseAnArchiveThatIsNone(@TempDir Path temp) throws Exception {
    Path file = Files.writeString(temp.resolve("not-an-image.tar"), "this is no archive");
    Cli.Result result = cli.run("image", "import", file.toString(), "--name", "broken:1");
    assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
    assertThat(result.err()).as("says why").contains("malformed-image");
    assertThat(cli.run("image", "ls").out()).doesNotContain("broken");
  }
}
