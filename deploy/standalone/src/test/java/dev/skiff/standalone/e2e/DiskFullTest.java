package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.SmallDisk;
import dev.skiff.standalone.e2e.fixture.TestFolder;
import org.junit.jupiter.api.Test;

/// A host whose disk is full.
class DiskFullTest {
  @Test
  void shouldFailTheVmThatFillsTheDiskAndGoOn() throws Exception {
    try (TestFolder folder = TestFolder.create();
        SmallDisk _ = SmallDisk.mount(FleetProcess.data(folder.path()).resolve("hosts"), 48);
        FleetProcess fleet =
            FleetProcess.up(
                folder,
                "--hosts",
                "1",
                "--host-disk",
                "4GiB",
                "--host-memory",
                "512MiB",
                "--driver",
                "qemu-tcg")) {
      Api api = fleet.api();
      String greedy =
          api.submit(
              Manifest.script("dd if=/dev/zero of=/fill bs=1M count=200; sync; sleep 100")
                  .disk("512MiB")
                  .json());
      JsonNode vm = api.awaitVm(greedy + ".0", "FAILED");
      assertThat(vm.at("/status/exit/failure").asText()).as("%s", vm).isEqualTo("disk-full");
      assertThat(vm.at("/status/exit/detail").asText()).as("%s", vm).contains("disk is full");

      api.discard(greedy);
      String modest = api.submit(Manifest.script("echo enough for me").json());
      api.awaitVm(modest + ".0", "EXITED");
      assertThat(api.logs(modest + ".0")).isEqualTo("enough for me\n");
    }
  }
}
