package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Resources SMALL = Things.need(1, 1000);

  private final Fleet fleet = new Fleet(Policy.DEFAULT);

  @Test
  void shouldGiveBackAllThatATrialTook() {
    hosts(2, Map.of());
    VmRequest request = job(1, PlacementSpec.ANYWHERE);
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, request, 20)).hasSize(8);
    }
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, request, 20)).hasSize(8);
    }
  }

  @Test
  void shouldAllowOneTrialAtATimeAndNoChangeMeanwhile() {
    hosts(1, Map.of());
    VmRequest request = job(1, PlacementSpec.ANYWHERE);
    Trial trial = fleet.trial(0);
    assertThatThrownBy(() -> fleet.trial(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fleet.held(new HostId("h0"), SMALL))
        .isInstanceOf(IllegalStateException.class);
    trial.close();
    assertThatThrownBy(() -> trial.place(request, null)).isInstanceOf(IllegalStateException.class);
    fleet.held(new HostId("h0"), SMALL);
  }

  @Test
  void shouldTakeTheAvoidedHostOnlyWhenThereIsNoOther() {
    hosts(2, Map.of());
    VmRequest request = job(1, PlacementSpec.ANYWHERE);
    try (Trial trial = fleet.trial(0)) {
      for (int i = 0; i < 4; i++) {
        assertThat(trial.place(request, new HostId("h0"))).isEqualTo(new HostId("h1"));
      }
      assertThat(trial.place(request, new HostId("h0"))).isEqualTo(new HostId("h0"));
    }
  }

  @Test
  void shouldHaveNothingFreeOnAHostThatShrankBelowWhatItHolds() {
    hosts(1, Map.of());
    VmRequest request = job(1, PlacementSpec.ANYWHERE);
    fleet.placed(new HostId("h0"), Things.job(1), SMALL, 3, 0, 0);
    fleet.put(Things.host("h0", 2, 2000, Map.of()));
    try (Trial trial = fleet.trial(0)) {
      assertThat(trial.place(request, null)).isNull();
    }
    fleet.left(new HostId("h0"), Things.job(1), SMALL, 2, 0, 0);
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, request, 5)).hasSize(1);
    }
  }

  @Test
  void shouldRefuseToGiveBackWhatWasNotTaken() {
    hosts(1, Map.of());
    job(1, PlacementSpec.ANYWHERE);
    assertThatThrownBy(() -> fleet.left(new HostId("h0"), Things.job(1), SMALL, 1, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than was taken");
    assertThatThrownBy(() -> fleet.placed(new HostId("x"), Things.job(1), SMALL, 1, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("host: x");
    assertThatThrownBy(() -> fleet.placed(new HostId("h0"), Things.job(2), SMALL, 1, 0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("job: " + Things.job(2));
  }

  @Test
  void shouldSeeChangesHoweverManyThereWere() {
    hosts(3, Map.of());
    VmRequest request = job(1, PlacementSpec.ANYWHERE);
    try (Trial trial = fleet.trial(0)) {
      assertThat(trial.place(request, null)).isEqualTo(new HostId("h0"));
    }
    VmRequest other = job(2, Things.constrained("host=h1"));
    for (int i = 0; i < 3000; i++) {
      fleet.placed(new HostId("h1"), Things.job(1), SMALL, 1, 0, 0);
      try (Trial trial = fleet.trial(0)) {
        trial.place(other, null);
      }
      fleet.left(new HostId("h1"), Things.job(1), SMALL, 1, 0, 0);
    }
    fleet.placed(new HostId("h2"), Things.job(1), SMALL, 1, 0, 0);
    try (Trial trial = fleet.trial(0)) {
      assertThat(trial.place(request, null)).isEqualTo(new HostId("h2"));
    }
  }

  @Test
  void shouldKeepNoMoreCandidatesThanItMay() {
    hosts(3, Map.of("zone", "a"));
    for (int i = 0; i < 3 * CandidatesCache.MOST; i++) {
      VmRequest request =
          job(i, Things.near(new Affinity("zone", Selector.parse("job=" + Things.job(i)), true)));
      try (Trial trial = fleet.trial(0)) {
        assertThat(trial.place(request, null)).isNotNull();
      }
    }
    VmRequest first =
        VmRequest.of(Things.job(0), Things.spec(SMALL, Map.of(), PlacementSpec.ANYWHERE), 0);
    try (Trial trial = fleet.trial(0)) {
      assertThat(trial.place(first, null)).isNotNull();
    }
  }

  @Test
  void shouldPutTheFirstOfVmsThatMustBeTogetherWhereTheOthersHaveRoom() {
    fleet.put(Things.host("a1", 2, 2000, Map.of("rack", "a")));
    fleet.put(Things.host("a2", 1, 1000, Map.of("rack", "a")));
    fleet.put(Things.host("b1", 4, 4000, Map.of("rack", "b")));
    fleet.put(Things.host("b2", 4, 4000, Map.of("rack", "b")));
    VmRequest request = job(1, Things.near(new Affinity("rack", null, true)));
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, request, 20)).hasSize(8).doesNotContain("a1", "a2");
    }
  }

  @Test
  void shouldKeepOthersAwayFromWhomeverWantsToBeAlone() {
    hosts(2, Map.of());
    JobId alone = Things.job(1);
    fleet.job(
        alone,
        Things.spec(
            SMALL, Map.of(), Things.away(new Affinity("host", Selector.parse("app"), true))));
    fleet.placed(new HostId("h0"), alone, SMALL, 1, 0, 0);
    JobSpec app = Things.spec(SMALL, Map.of("app", "x"), PlacementSpec.ANYWHERE);
    fleet.job(Things.job(2), app);
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, VmRequest.of(Things.job(2), app, 0), 10))
          .hasSize(4)
          .containsOnly("h1");
    }
  }

  @Test
  void shouldSpreadOverZonesWithinTheSkew() {
    fleet.put(Things.host("a1", 8, 8000, Map.of("zone", "a")));
    fleet.put(Things.host("b1", 2, 8000, Map.of("zone", "b")));
    fleet.put(Things.host("c1", 8, 8000, Map.of("zone", "c")).to(HostStatus.CORDONED, 0));
    fleet.put(Things.host("d1", 8, 8000, Map.of()));
    VmRequest request = job(1, Things.spread(new Spread("zone", 1)));
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, request, 20))
          .containsExactlyInAnyOrder("a1", "b1", "a1", "b1", "a1");
    }
  }

  @Test
  void shouldPlaceAJobThatNobodyHasToldOf() {
    hosts(2, Map.of());
    JobSpec spec = Things.spec(SMALL, Map.of(), Things.away(new Affinity("host", null, true)));
    for (int i = 0; i < 2; i++) {
      try (Trial trial = fleet.trial(0)) {
        assertThat(places(trial, VmRequest.of(Things.job(7), spec, 0), 5)).hasSize(2);
      }
    }
    fleet.job(Things.job(7), spec);
    fleet.placed(new HostId("h0"), Things.job(7), SMALL, 1, 0, 0);
    try (Trial trial = fleet.trial(0)) {
      assertThat(places(trial, VmRequest.of(Things.job(7), spec, 0), 5)).containsExactly("h1");
    }
  }

  @Test
  void shouldNotRememberAJobOfTheSameIdThatIsGone() {
    hosts(2, Map.of());
    JobSpec spec = Things.spec(SMALL, Map.of(), Things.away(new Affinity("host", null, true)));
    VmRequest request = VmRequest.of(Things.job(1), spec, 0);
    for (int i = 0; i < 2; i++) {
      fleet.job(Things.job(1), spec);
      fleet.placed(new HostId("h0"), Things.job(1), SMALL, 1, 0, 0);
      try (Trial trial = fleet.trial(0)) {
        assertThat(places(trial, request, 5)).containsExactly("h1");
      }
      fleet.left(new HostId("h0"), Things.job(1), SMALL, 1, 0, 0);
      fleet.forgetJob(Things.job(1));
    }
  }

  private void hosts(int count, Map<String, String> labels) {
    for (int i = 0; i < count; i++) {
      Host host = Things.host("h" + i, 4, 4000, labels);
      fleet.put(host);
    }
  }

  private VmRequest job(int number, PlacementSpec placement) {
    JobSpec spec = Things.spec(SMALL, Map.of(), placement);
    fleet.job(Things.job(number), spec);
    return VmRequest.of(Things.job(number), spec, 0);
  }

  private static List<String> places(Trial trial, VmRequest request, int most) {
    List<String> places = new ArrayList<>();
    for (HostId host = trial.place(request, null);
        host != null && places.size() < most;
        host = trial.place(request, null)) {
      places.add(host.value());
    }
    return places;
  }
}
