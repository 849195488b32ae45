package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifetimesTest {
  private static final long MINUTE = 60_000_000;
  private static final long HOUR = 60 * MINUTE;
  private static final HostId HOST = new HostId("h0");
  private static final JobSpec SHORT =
      Things.spec(Things.need(1, 1000), Map.of(), PlacementSpec.ANYWHERE);
  private static final JobSpec LONG =
      Things.spec(Things.need(2, 1000), Map.of(), PlacementSpec.ANYWHERE);

  private final Fleet fleet = fleet();

  @Test
  void shouldKnowNothingBeforeAnythingHasEnded() {
    assertThat(fleet.lifetimes().expected(SHORT, 0)).isZero();
  }

  @Test
  void shouldBelieveWhatAJobSays() {
    JobSpec said =
        Things.spec(
            Things.need(1, 1000),
            Map.of(),
            new PlacementSpec(List.of(), List.of(), List.of(), List.of(), List.of(), 0, 90L));
    assertThat(fleet.lifetimes().expected(said, 0)).isEqualTo(90_000_000);
  }

  @Test
  void shouldLearnFromTheEndsOfEachKind() {
    run(fleet, 1, SHORT, 200, 10 * MINUTE);
    run(fleet, 2, LONG, 200, 3 * HOUR);
    assertThat(fleet.lifetimes().expected(SHORT, 4 * HOUR)).isBetween(5 * MINUTE, 15 * MINUTE);
    assertThat(fleet.lifetimes().expected(LONG, 4 * HOUR)).isBetween(2 * HOUR, 4 * HOUR);
  }

  @Test
  void shouldSeeVmsThatHaveNotEnded() {
    run(fleet, 1, SHORT, 40, 10 * MINUTE);
    long before = fleet.lifetimes().expected(SHORT, 12 * HOUR);
    fleet.placed(HOST, Things.job(1), SHORT.vm().resources(), 400, 0, 11 * HOUR);
    assertThat(fleet.lifetimes().expected(SHORT, 12 * HOUR)).isGreaterThan(before);
  }

  @Test
  void shouldKnowTheSameAfterARestart() {
    run(fleet, 1, SHORT, 30, 10 * MINUTE);
    run(fleet, 2, LONG, 20, 3 * HOUR);
    fleet.placed(HOST, Things.job(1), SHORT.vm().resources(), 3, 0, 4 * HOUR);
    fleet.placed(HOST, Things.job(2), LONG.vm().resources(), 2, 0, 40 * HOUR);
    Fleet restarted = fleet();
    restarted.lifetimes().restore(fleet.lifetimes().snapshot());
    restarted.job(Things.job(1), SHORT);
    restarted.job(Things.job(2), LONG);
    restarted.placed(HOST, Things.job(2), LONG.vm().resources(), 2, 0, 40 * HOUR);
    restarted.placed(HOST, Things.job(1), SHORT.vm().resources(), 3, 0, 4 * HOUR);
    for (Fleet each : List.of(fleet, restarted)) {
      each.left(HOST, Things.job(1), SHORT.vm().resources(), 1, 4 * HOUR, 41 * HOUR);
    }
    for (long at = 41 * HOUR; at < 80 * HOUR; at += 5 * HOUR) {
      assertThat(restarted.lifetimes().expected(SHORT, at))
          .isEqualTo(fleet.lifetimes().expected(SHORT, at));
      assertThat(restarted.lifetimes().expected(LONG, at))
          .isEqualTo(fleet.lifetimes().expected(LONG, at));
    }
    assertThat(restarted.lifetimes().snapshot()).isEqualTo(fleet.lifetimes().snapshot());
  }

  @Test
  void shouldForgetTheKindsOfWhichNothingHasBeenHeardForLongest() {
    for (int i = 0; i < Lifetimes.MOST_KINDS + 50; i++) {
      JobSpec spec = Things.spec(Things.need(1, 1000 + i), Map.of(), PlacementSpec.ANYWHERE);
      run(fleet, i, spec, 1, MINUTE + i);
    }
    assertThat(fleet.lifetimes().snapshot()).hasSize(Lifetimes.MOST_KINDS + 1);
    assertThat(fleet.lifetimes().snapshot().getFirst().memoryMib()).isEqualTo(1050);
  }

  @Test
  void shouldPutALongRunningVmWithOthersThatStay() {
    Fleet two = new Fleet(Policy.parse("lifetime:3,best-fit:1"));
    two.put(Things.host("h0", 8, 8000, Map.of()));
    two.put(Things.host("h1", 8, 8000, Map.of()));
    two.job(Things.job(1), SHORT);
    two.job(Things.job(2), LONG);
    two.placed(new HostId("h0"), Things.job(1), SHORT.vm().resources(), 2, 10 * MINUTE, 0);
    two.placed(new HostId("h1"), Things.job(1), SHORT.vm().resources(), 1, 20 * HOUR, 0);
    try (Trial trial = two.trial(MINUTE)) {
      assertThat(trial.place(VmRequest.of(Things.job(2), LONG, 10 * HOUR), null))
          .isEqualTo(new HostId("h1"));
      assertThat(trial.place(VmRequest.of(Things.job(1), SHORT, MINUTE), null))
          .isEqualTo(new HostId("h1"));
    }
    two.left(new HostId("h1"), Things.job(1), SHORT.vm().resources(), 1, 0, 2 * MINUTE);
    try (Trial trial = two.trial(2 * MINUTE)) {
      assertThat(trial.place(VmRequest.of(Things.job(1), SHORT, MINUTE), null))
          .isEqualTo(new HostId("h0"));
    }
  }

  private static Fleet fleet() {
    Fleet fleet = new Fleet(Policy.DEFAULT);
    fleet.put(Things.host("h0", 10_000, 10_000_000, Map.of()));
    return fleet;
  }

  private static void run(Fleet fleet, int job, JobSpec spec, int count, long lifetime) {
    fleet.job(Things.job(job), spec);
    fleet.placed(HOST, Things.job(job), spec.vm().resources(), count, 0, 0);
    fleet.left(HOST, Things.job(job), spec.vm().resources(), count, 0, lifetime);
  }
}
