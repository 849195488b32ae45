package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Explanation.Blocker;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private final Fleet fleet = new Fleet(Policy.DEFAULT);

  @Test
  void shouldCountEachHostOnceAndEachBlockerAsOftenAsItIsThere() {
    fleet.put(host("a", 2, 8000, "zone", "x").to(HostStatus.CORDONED, 0));
    fleet.put(host("b", 2, 1000, "zone", "x"));
    fleet.put(host("c", 8, 1000, "zone", "y"));
    Explanation explanation = explain(Things.need(4, 2000), Things.constrained("zone=x"));
    assertThat(explanation.hosts()).isEqualTo(3);
    assertThat(explanation.blockers())
        .containsExactlyInAnyOrder(
            new Blocker("cordoned", 1, 1),
            new Blocker("not matching \"zone=x\"", 1, 1),
            new Blocker("short of CPU (needs 4000m)", 1, 2),
            new Blocker("short of memory (needs 2000 MiB)", 0, 2));
    assertThat(explanation.never()).isTrue();
  }

  @Test
  void shouldSayHowMuchLessWouldFit() {
    fleet.put(host("a", 4, 1872, "zone", "x"));
    fleet.put(host("b", 4, 1500, "zone", "x"));
    Explanation explanation = explain(Things.need(1, 2000), PlacementSpec.ANYWHERE);
    assertThat(explanation.remedy())
        .isEqualTo("with 128 MiB less memory it would fit on a when that is empty");
    assertThat(explanation.never()).isTrue();
  }

  @Test
  void shouldTellWhatWaitingHelpsFromWhatItDoesNot() {
    fleet.put(host("a", 4, 2000, "zone", "x"));
    fleet.held(new HostId("a"), Things.need(1, 128));
    Explanation explanation = explain(Things.need(1, 2000), PlacementSpec.ANYWHERE);
    assertThat(explanation.never()).isFalse();
    assertThat(explanation.remedy()).isEqualTo("with 128 MiB less memory it would fit on a");
    assertThat(explanation.sentence())
        .isEqualTo("no room now on 1 hosts: 1 short of memory (needs 2000 MiB)");
  }

  @Test
  void shouldAskToUncordonAHostThatWouldDo() {
    fleet.put(host("a", 1, 1000, "zone", "x"));
    fleet.put(host("b", 4, 4000, "zone", "x").to(HostStatus.CORDONED, 0));
    assertThat(explain(Things.need(2, 2000), PlacementSpec.ANYWHERE).remedy())
        .isEqualTo("uncordon b");
  }

  @Test
  void shouldNameTheConstraintInTheWay() {
    fleet.put(host("a", 4, 4000, "zone", "x"));
    Explanation explanation = explain(Things.need(1, 1000), Things.constrained("zone=y"));
    assertThat(explanation.never()).isTrue();
    assertThat(explanation.remedy()).isEqualTo("without the constraint zone=y it would fit on a");
  }

  @Test
  void shouldSayWhatHostWouldBeNeededWhenNoneIsNear() {
    fleet.put(host("a", 1, 100, "zone", "x"));
    assertThat(explain(Things.need(16, 32_000), Things.constrained("zone=y")).remedy())
        .isEqualTo(
            "a host labelled zone=y with 16000m CPU, 32000 MiB memory, 10 MiB disk free would be"
                + " needed");
  }

  @Test
  void shouldNameTheRuleInTheWay() {
    fleet.put(host("a", 4, 4000, "zone", "x"));
    Resources need = Things.need(1, 1000);
    JobSpec spec = Things.spec(need, Map.of(), Things.away(new Affinity("zone", null, true)));
    fleet.job(Things.job(1), spec);
    fleet.placed(new HostId("a"), Things.job(1), need, 1, 0, 0);
    try (Trial trial = fleet.trial(5)) {
      Explanation explanation = trial.explain(VmRequest.of(Things.job(1), spec, 0));
      assertThat(explanation.blockers())
          .containsExactly(new Blocker("in a zone with VMs of its own", 1, 1));
      assertThat(explanation.never()).isFalse();
      assertThat(explanation.remedy())
          .isEqualTo(
              "it must be in another zone than VMs of its own; without that it would fit on a");
      assertThat(explanation.at()).isEqualTo(5);
    }
  }

  @Test
  void shouldMissTheLabelThatASpreadNeeds() {
    fleet.put(Things.host("a", 4, 4000, Map.of()));
    Explanation explanation = explain(Things.need(1, 1000), Things.spread(new Spread("zone", 1)));
    assertThat(explanation.blockers()).containsExactly(new Blocker("without the label zone", 1, 1));
    assertThat(explanation.never()).isTrue();
    assertThat(explanation.remedy()).isEqualTo("with a label zone it would fit on a");
  }

  @Test
  void shouldSayThatThereIsNoHost() {
    Explanation explanation = explain(Things.need(1, 1000), PlacementSpec.ANYWHERE);
    assertThat(explanation.sentence()).isEqualTo("no host has joined this cell yet");
    assertThat(explanation.never()).isFalse();
  }

  private Explanation explain(Resources need, PlacementSpec placement) {
    JobSpec spec = Things.spec(need, Map.of(), placement);
    try (Trial trial = fleet.trial(0)) {
      return trial.explain(VmRequest.of(Things.job(1), spec, 0));
    }
  }

  private static Host host(String id, long cpus, long memoryMib, String label, String value) {
    return Things.host(id, cpus, memoryMib, Map.of(label, value));
  }
}
