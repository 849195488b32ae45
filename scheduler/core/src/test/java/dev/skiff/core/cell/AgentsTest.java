package dev.skiff.core.cell;

import static dev.skiff.core.cell.CellHarness.SECOND;
import static dev.skiff.core.cell.CellHarness.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.RunningVm;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Codecs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Agents that are not what they seem.
class AgentsTest {
  private static final VmId VM = VmId.parse("j0-aaaa.0");
  private final CellHarness cell = new CellHarness();

  @BeforeEach
  void run() {
    cell.join("h1", 4, 4, 8_192);
    cell.submit("j0-aaaa", Specs.of(2).onFailure(9).spec());
    cell.settle();
    cell.startAll();
  }

  @Test
  void shouldNotLetASecondAgentTakeAHostFromALivingOneAndSaySo() {
    for (long session : new long[] {1, 4, 9}) {
      assertThat(joinOther(session)).noneMatch(CellEvent.HostJoined.class::isInstance);
    }

    assertThat(cell.host("h1").session()).isEqualTo(4);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.RUNNING);
    assertThat(cell.host("h1").conflict()).contains("session 9", "give it another host id");
    assertThat(joinOther(9)).as("says it once").isEmpty();
  }

  @Test
  void shouldForgetTheConflictWhenTheRightAgentStartsAgain() {
    joinOther(9);

    cell.join("h1", 5, 4, 8_192);

    assertThat(cell.host("h1").conflict()).isNull();
  }

  @Test
  void shouldLetAnotherAgentInOnceTheHostIsLost() {
    cell.lose("h1");

    // Before its VMs were given up: nobody knows of them any more.
    joinOther(9);

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.READY);
    assertThat(cell.host("h1").session()).isEqualTo(9);
    assertThat(cell.vm("j0-aaaa.0").exit()).extracting("failure").isEqualTo("host-replaced");
    assertThat(cell.ended("h1", 4, VM, 1, 0)).as("the first one's report").isEmpty();
  }

  @Test
  void shouldNotTakeTwoAgentsOfTheSameSessionForOne() {
    cell.lose("h1");

    joinOther(4);

    assertThat(cell.host("h1").status()).isEqualTo(HostStatus.LOST);
    assertThat(cell.host("h1").conflict()).isNotNull();
  }

  @Test
  void shouldGiveUpTheManyVmsOfAHostThatCameBackWithoutThemPieceByPiece() {
    String name = "h".repeat(53);
    HostFacts large = large();
    cell.join(name, 1, large);
    cell.submit(
        "j0-many",
        Specs.of(800)
            .onFailure(9)
            .sized(100, 64)
            .constrained(List.of(Selector.parse("host=" + name)))
            .spec());
    cell.settle();
    cell.startAll();
    assertThat(cell.host(name).vms()).isEqualTo(800);

    List<CellEvent> events = cell.join(name, 2, large);
    int largest = bytes(events);
    assertThat(events).noneMatch(CellEvent.HostJoined.class::isInstance);
    assertThat(cell.host(name).status()).isEqualTo(HostStatus.LOST);

    while (cell.host(name).vms() > 0) {
      largest = Math.max(largest, bytes(cell.tick()));
    }
    assertThat(largest).isLessThan(Codec.MAX_BYTES - 16 * 1024);

    // Asked to, it joins again, and now nothing is missing.
    cell.join(name, 3, large);
    cell.pass(10 * SECOND);
    assertThat(cell.host(name).status()).isEqualTo(HostStatus.READY);
    assertThat(cell.host(name).vms()).isEqualTo(800);
  }

  private static HostFacts large() {
    HostFacts small = facts(1, 1);
    return new HostFacts(
        small.address(),
        small.labels(),
        new Resources(100_000, 100_000, 100_000, 800),
        100,
        small.driver(),
        small.driverReason(),
        small.images(),
        small.version());
  }

  private static int bytes(List<CellEvent> events) {
    return events.stream().mapToInt(event -> Codecs.sizeOf(event) + 1).sum();
  }

  @Test
  void shouldIgnoreWhatAHostThatNeverJoinedReports() {
    assertThat(cell.report("h7", 1, new Report.FactsChanged(facts(4, 8_192)))).isEmpty();
    assertThat(cell.ended("h7", 1, VM, 1, 0)).isEmpty();
    assertThat(cell.state.host(new HostId("h7"))).isNull();
  }

  @Test
  void shouldPlaceNothingMoreOnAHostThatHasShrunkBelowWhatItHolds() {
    cell.report("h1", 4, new Report.FactsChanged(facts(1, 1_024)));
    cell.submit("j0-bbbb", Specs.of(1).sized(100, 16).spec());
    cell.settle();

    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.PENDING);
    assertThat(cell.status("j0-aaaa.0")).isEqualTo(VmStatus.RUNNING);
    cell.ended("j0-aaaa.0", 0);
    cell.ended("j0-aaaa.1", 0);
    cell.settle();
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldPlaceWhatWaitedForLabelsThatAHostHasNow() {
    cell.submit("j0-bbbb", Specs.of(1).constrained(List.of(Selector.parse("zone=b"))).spec());
    cell.settle();
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.PENDING);

    HostFacts moved = facts(4, 8_192, "b");
    assertThat(cell.report("h1", 4, new Report.FactsChanged(moved)))
        .containsExactly(new CellEvent.HostChanged(new HostId("h1"), moved));
    assertThat(cell.report("h1", 4, new Report.FactsChanged(moved))).as("no news").isEmpty();
    cell.settle();
    assertThat(cell.status("j0-bbbb.0")).isEqualTo(VmStatus.ASSIGNED);
  }

  @Test
  void shouldPreferAnotherHostForAVmThatOneRefused() {
    cell.join("h2", 1, 4, 8_192);
    cell.submit("j0-bbbb", Specs.of(1).spec());
    cell.settle();
    HostId first = cell.vm("j0-bbbb.0").host();

    cell.report(
        String.valueOf(first),
        cell.host(String.valueOf(first)).session(),
        new Report.VmRefused(VmId.parse("j0-bbbb.0"), 1, "no-room", "its disk is full"));
    assertThat(cell.why("j0-bbbb.0")).contains("no-room", "its disk is full");
    cell.pass(SECOND);

    assertThat(cell.vm("j0-bbbb.0").host()).isNotEqualTo(first);
    assertThat(cell.vm("j0-bbbb.0").attempts()).isZero();
  }

  @Test
  void shouldKillWhatAReplacedHostStillRuns() {
    cell.lose("h1");
    cell.settle();
    cell.orders();

    cell.report(
        "h1",
        9,
        new Report.Joined(
            "other",
            facts(4, 8_192),
            List.of(new RunningVm(VM, 1, cell.host("h1").facts().capacity(), VmHold.NONE)),
            List.of()));

    assertThat(cell.orders()).contains(new Order.Kill(VM, 1));
  }

  private List<CellEvent> joinOther(long session) {
    return cell.report(
        "h1", session, new Report.Joined("other", facts(4, 8_192), List.of(), List.of()));
  }
}
