package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Guests whose kernel does not survive them.
@ExtendWith(SharedFleet.class)
class GuestCrashTest {
  private final Api api;

  GuestCrashTest(FleetProcess fleet) {
    this.api = fleet.api();
  }

  @Test
  void shouldFailAVmWhoseKernelPanicsAndKeepWhatItSaid() {
    String panic = "echo before; sleep 1; echo c > /proc/sysrq-trigger; sleep 100";
    String job = api.submit(Manifest.script(panic).json());
    JsonNode vm = api.awaitVm(job + ".0", "FAILED");
    assertThat(vm.at("/status/exit/failure").asText()).as("%s", vm).isEqualTo("guest-crashed");
    assertThat(vm.at("/status/exit/detail").asText())
        .as("the kernel's own words")
        .contains("panic");
    assertThat(api.logs(job + ".0")).isEqualTo("before\n");

    String next = api.submit(Manifest.script("echo after").json());
    api.awaitVm(next + ".0", "EXITED");
    api.discard(job);
    api.discard(next);
  }
}
