package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.NEVER;
import static dev.skiff.core.cell.CellHarness.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.VmStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreemptionTest {
  private final CellHarness cell = new CellHarness();

  @Test
  void shouldEndTheLowestPriorityFirstAndNoMoreThanNeeded() {
    cell.join("h1", 1, 4, 65_536);
    submit("j0-low1", Specs.service(1).priority(1));
    submit("j0-midd", Specs.service(2).priority(5));
    submit("j0-low2", Specs.service(1).priority(1));

    submit("j0-high", Specs.of(1).priority(9).sized(2_000, 64));

    assertThat(stopping()).containsExactly("j0-low1.0", "j0-low2.0");
    assertThat(cell.why("j0-high.0"))
        .isEqualTo("waits for VMs of lower priority to end on host h1");
  }

  @Test
  void shouldSpareWhatTurnsOutNotToBeNeeded() {
    cell.join("h1", 1, 4, 65_536);
    submit("j0-smal", Specs.service(1).priority(1));
    submit("j0-larg", Specs.service(1).priority(2).sized(3_000, 64));

    submit("j0-high", Specs.of(1).priority(9).sized(3_000, 64));

    assertThat(stopping()).containsExactly("j0-larg.0");
  }

  @Test
  void shouldChooseTheHostWhereTheLeastImportantGiveWay() {
    cell.join("h1", 1, 2, 65_536);
    submit("j0-midd", Specs.service(2).priority(5));
    cell.join("h2", 1, 2, 65_536);
    submit("j0-lows", Specs.service(2).priority(1));

    submit("j0-high", Specs.of(1).priority(9).sized(2_000, 64));

    assertThat(stopping()).containsExactly("j0-lows.0", "j0-lows.1");
  }

  @Test
  void shouldPreemptNobodyOfTheSamePriority() {
    cell.join("h1", 1, 1, 65_536);
    submit("j0-onee", Specs.service(1).priority(9));

    submit("j0-twoo", Specs.service(1).priority(9));

    assertThat(stopping()).isEmpty();
    assertThat(cell.why("j0-twoo.0")).contains("short of CPU");
  }

  @Test
  void shouldPreemptOnlyOnceForAVmWhileItsVictimsEnd() {
    cell.join("h1", 1, 1, 65_536);
    cell.join("h2", 1, 1, 65_536);
    submit("j0-lows", Specs.service(2).priority(1));

    submit("j0-high", Specs.of(1).priority(9));
    cell.pass(SECOND);
    cell.pass(SECOND);

    assertThat(stopping()).hasSize(1);
  }

  @Test
  void shouldMakeRoomForAllVmsOfAJobTogether() {
    cell.join("h1", 1, 1, 65_536);
    cell.join("h2", 1, 1, 65_536);
    submit("j0-lows", Specs.service(2).priority(1));

    submit("j0-high", Specs.of(2).priority(9));

    assertThat(stopping()).hasSize(2);
  }

  @Test
  void shouldKeepTheRoomThatComesFreeForTheVmItIsMadeFor() {
    cell.join("h1", 1, 2, 65_536);
    submit("j0-lows", Specs.service(2).priority(1));
    submit("j0-high", Specs.of(1).priority(9).sized(2_000, 64));
    submit("j0-tiny", Specs.of(1).sized(500, 64));

    // Half of the room is there, and enough for the small one.
    cell.ended("j0-lows.0", 143);
    cell.pass(SECOND);
    assertThat(cell.status("j0-tiny.0")).isEqualTo(VmStatus.PENDING);
    cell.ended("j0-lows.1", 143);
    cell.pass(SECOND);

    assertThat(cell.status("j0-high.0")).isEqualTo(VmStatus.ASSIGNED);
    assertThat(cell.status("j0-lows.0")).isEqualTo(VmStatus.PENDING);
  }

  @Test
  void shouldNotEndTheVmThatAnotherMustBeNear() {
    cell.join("h1", 1, 1, 65_536);
    submit("j0-lows", Specs.service(1).priority(1));

    PlacementSpec nearIt =
        new PlacementSpec(
            List.of(),
            List.of(),
            List.of(),
            List.of(new Affinity(Affinity.BY_HOST, Selector.parse("job=j0-lows"), true)),
            List.of(),
            9,
            null);
    submit("j0-high", Specs.of(1).placed(nearIt));

    assertThat(stopping()).as("without it there would be nothing to be near to").isEmpty();
    assertThat(cell.why("j0-high.0")).contains("short of CPU");
  }

  @Test
  void shouldNotTakeWhatANamespaceIsGuaranteed() {
    guarantee("safe", 2_000);
    cell.join("h1", 1, 3, 65_536);
    submit("j0-safe", Specs.service(3).in("safe"));

    submit("j0-higa", Specs.of(1).priority(9));
    submit("j0-higb", Specs.of(1).priority(9));

    assertThat(stopping()).as("it holds one more than it is sure of").hasSize(1);
    assertThat(cell.why("j0-higb.0")).contains("short of CPU");
  }

  @Test
  void shouldCountWhatTheSamePassHasTaken() {
    guarantee("safe", 2_000);
    for (int i = 0; i < 3; i++) {
      cell.join("h" + i, 1, 1, 65_536);
    }
    submit("j0-safe", Specs.service(3).in("safe"));

    submit("j0-high", Specs.of(3).priority(9));

    assertThat(stopping()).hasSize(1);
  }

  @Test
  void shouldLetANamespaceTakeItsOwnPlace() {
    guarantee("safe", 1_000);
    cell.join("h1", 1, 1, 65_536);
    submit("j0-safe", Specs.service(1).in("safe"));

    submit("j0-high", Specs.of(1).priority(9).in("safe"));

    assertThat(stopping()).containsExactly("j0-safe.0");
  }

  @Test
  void shouldRunVictimsAgainOnlyWhenTheyMayBe() {
    cell.join("h1", 1, 2, 65_536);
    submit("j0-once", Specs.of(1));
    submit("j0-serv", Specs.service(1));

    submit("j0-high", Specs.of(1).priority(9).sized(2_000, 64));
    cell.endStopping();
    cell.settle();

    assertThat(cell.status("j0-high.0")).isEqualTo(VmStatus.ASSIGNED);
    assertThat(cell.status("j0-once.0")).isEqualTo(VmStatus.EXITED);
    assertThat(cell.vm("j0-once.0").reason()).contains("gave way to j0-high.0");
    assertThat(cell.status("j0-serv.0")).isEqualTo(VmStatus.PENDING);
    assertThat(cell.vm("j0-serv.0").attempts()).isZero();
  }

  @Test
  void shouldNotEndVmsOnAHostThatWouldNotDo() {
    cell.join("h1", 1, CellHarness.facts(1, 65_536, "b"));
    submit("j0-lows", Specs.service(1));

    submit("j0-high", Specs.of(1).priority(9).constrained(List.of(Selector.parse("zone=a"))));

    assertThat(stopping()).isEmpty();
  }

  @Test
  void shouldNominateBeforeItStops() {
    cell.join("h1", 1, 1, 65_536);
    submit("j0-lows", Specs.service(1));
    cell.submit("j0-high", Specs.of(1).priority(9).spec());

    List<CellEvent> events = cell.place();

    assertThat(events.getFirst())
        .isEqualTo(new CellEvent.VmNominated(cell.vm("j0-high.0").id(), new HostId("h1")));
  }

  private void guarantee(String namespace, long milliCpu) {
    cell.request(
        new Request.SetQuota(namespace, new Quota(null, new Resources(milliCpu, 0, 0, 0)), NEVER));
  }

  private void submit(String job, Specs specs) {
    cell.submit(job, specs.spec());
    cell.settle();
    cell.startAll();
  }

  private List<String> stopping() {
    return cell.state.jobs().stream()
        .flatMap(job -> cell.state.vmsOf(job.id()).stream())
        .filter(vm -> vm.status() == VmStatus.STOPPING)
        .map(vm -> vm.id().toString())
        .sorted()
        .toList();
  }
}
