package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.job;
import static dev.skiff.core.cell.CellHarness.sized;
import static dev.skiff.core.cell.CellHarness.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.wire.Codecs;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementPassTest {
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldFillTheHostThatIsFullest() {
    cell.join("h1", 1, 8, 16_384);
    cell.join("h2", 1, 4, 8_192);

    cell.submit("j0-aaaa", job(1));
    cell.place();
    cell.submit("j0-bbbb", job(4));
    cell.place();

    assertThat(cell.host("h2").vms()).isEqualTo(4);
    assertThat(cell.host("h1").vms()).isEqualTo(1);
  }

  @Test
  void shouldSayWhyAVmWaitsAndPlaceItWhenRoomComesFree() {
    cell.join("h1", 1, 2, 8_192);
    cell.submit("j0-aaaa", job(3));
    cell.place();

    assertThat(cell.why("j0-aaaa.2"))
        .isEqualTo("no room now on 1 hosts: 1 short of CPU (needs 1000m)");
    assertThat(cell.place()).as("nothing new to say").isEmpty();

    cell.ended("h1", 1, cell.vm("j0-aaaa.0").id(), 1, 0);
    cell.place();
    assertThat(cell.status("j0-aaaa.2")).isEqualTo(VmStatus.ASSIGNED);
    assertThat(cell.job(new JobId("j0-aaaa")).waiting()).isNull();
  }

  @Test
  void shouldCountEveryHostUnderOneReason() {
    cell.join("h1", 1, 1, 8_192);
    cell.join("h2", 1, 8, 512);
    cell.join("h3", 1, 8, 8_192);
    cell.input(new CellInput.Silence(new HostId("h3"), 1, 5_000_000));

    cell.submit("j0-aaaa", sized(1, 2_000, 1_024));
    cell.place();

    assertThat(cell.why("j0-aaaa.0")).startsWith("no room now on 3 hosts: 1 ");
  }

  @Test
  void shouldKeepToTheConstraints() {
    cell.join("h1", 1, 8, 8_192);
    cell.submit(
        "j0-aaaa", spec(null, 1, RestartPolicy.NEVER, null, List.of(Selector.parse("zone=b")), 0));
    cell.place();

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
    assertThat(cell.why("j0-aaaa.0")).contains("zone=b");
  }

  @Test
  void shouldServeThePriorityFirstThenTheArrival() {
    cell.submit("j0-aaaa", spec(null, 1, RestartPolicy.NEVER, null, List.of(), 0));
    cell.submit("j0-bbbb", spec(null, 1, RestartPolicy.NEVER, null, List.of(), 9));
    cell.submit("j0-cccc", spec(null, 1, RestartPolicy.NEVER, null, List.of(), 9));
    cell.join("h1", 1, 2, 8_192);

    cell.place();

    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.PENDING);
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.ASSIGNED);
    assertThat(cell.status("j0-cccc.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldPlaceALargeJobInSeveralPasses() {
    for (int i = 0; i < 90; i++) {
      cell.join("h" + i, 1, 50, 100_000);
    }
    cell.submit("j0-aaaa", Specs.of(9_000).sized(100, 16).spec());

    int passes = 0;
    while (!cell.place().isEmpty()) {
      passes++;
    }

    assertThat(passes).isEqualTo(3);
    assertThat(cell.state.pendingVms()).isZero();
  }

  @Test
  void shouldFitWhatOnePassSaysIntoARecord() {
    cell.join("h1", 1, 8, 8_192);
    Selector wordy = Selector.parse("zone in (" + "\u00e9".repeat(4_000) + ")");
    for (int i = 0; i < 1_500; i++) {
      cell.submit(
          "j0-a%04d".formatted(i), spec(null, 1, RestartPolicy.NEVER, null, List.of(wordy), 0));
    }

    int waiting = 0;
    List<CellEvent> events = cell.place();
    while (!events.isEmpty()) {
      assertThat(events.stream().mapToInt(Codecs::sizeOf).sum()).isLessThan(160 * 1024);
      waiting += events.size();
      events = cell.place();
    }
    assertThat(waiting).isEqualTo(1_500);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldNeverPromiseMoreThanThereIs(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      cell.join("h" + i, 1, random.nextInt(1, 16), random.nextInt(1_024, 32_768));
    }
    for (int round = 0; round < 300; round++) {
      cell.submit(
          "j0-a%04d".formatted(round),
          sized(random.nextInt(1, 5), random.nextInt(1, 4_000), random.nextInt(16, 4_096)));
      cell.place();
      if (random.nextBoolean()) {
        endSomething(random);
      }
      for (Host host : cell.state.hosts()) {
        assertThat(host.used().fitsIn(host.facts().promisable()))
            .as("seed %d: %s", seed, host)
            .isTrue();
      }
    }
  }

  @Test
  void shouldGiveTheSamePlacementsFromACheckpoint() {
    for (int i = 0; i < 9; i++) {
      cell.join("h" + i, 1, 4 + i % 3, 8_192);
    }
    cell.submit("j0-aaaa", job(40));
    cell.place();
    cell.submit("j0-bbbb", sized(7, 700, 100));
    List<CellEvent> warm = cell.machine.handle(cell.state, new CellInput.Place(), cell.now);

    cell.restoreFromCheckpoint();

    assertThat(cell.machine.handle(cell.state, new CellInput.Place(), cell.now)).isEqualTo(warm);
  }

  private void endSomething(Random random) {
    List<Host> hosts = List.copyOf(cell.state.hosts());
    Host host = hosts.get(random.nextInt(hosts.size()));
    cell.state.vmsOn(host.id()).stream()
        .findFirst()
        .ifPresent(vm -> cell.ended(host.id().value(), 1, vm.id(), vm.incarnation(), 0));
  }
}
