package dev.skiff.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostPlanTest {
  @Test
  void shouldDivideMemoryAndDiskButShareCpus() {
    Machine machine = new Machine(2, 24_000, 90_000);
    assertThat(HostSize.of(machine, 3)).isEqualTo(new Resources(2000, 3968, 14976, 31));
  }

  @Test
  void shouldOfferSomethingOnTheSmallestMachine() {
    assertThat(HostSize.of(new Machine(1, 256, 100), 16)).isEqualTo(new Resources(1000, 64, 64, 1));
  }

  @Test
  void shouldGiveHostsTheSameNamesAndPlacesEveryTime() {
    List<PlannedHost> hosts = PlannedHost.of(4, Map.of("disk", "ssd"));
    assertThat(hosts.getFirst())
        .isEqualTo(
            new PlannedHost(
                new HostId("host-1"), Map.of("zone", "a", "rack", "a1", "disk", "ssd")));
    assertThat(hosts.get(3).labels()).containsEntry("zone", "a").containsEntry("rack", "a2");
    assertThat(PlannedHost.of(3, Map.of())).isEqualTo(PlannedHost.of(4, Map.of()).subList(0, 3));
  }

  @Test
  void shouldLetTheUsersLabelsWin() {
    assertThat(PlannedHost.of(1, Map.of("zone", "lab")).getFirst().labels())
        .containsEntry("zone", "lab");
  }
}
