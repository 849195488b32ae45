package dev.skiff.loadtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnersTest {
  private static final CellId CELL = new CellId(0);
  private final Owners owners = new Owners();

  private void claim(String scheduler, long offset, long at) {
    owners.claimed(CELL, offset, at, new LogRecord.Claim(scheduler, "n", -1));
  }

  private void place(long at) {
    CellEvent placed = new CellEvent.VmsAssigned(new JobId("j0-aaaa"), 0, 1, 1, new HostId("h1"));
    transition(at, List.of(placed));
  }

  private void transition(long at, List<CellEvent> events) {
    owners.counted(CELL, 9, at, new LogRecord.Transition(0, "n", 0, 0, 0, 0, List.of(), events));
  }

  @Test
  void shouldSayWhenAnOwnerPlacedFirstAndLast() {
    claim("s1", 0, 10);
    place(20);
    transition(25, List.of());
    place(30);
    assertThat(owners.of(CELL)).isEqualTo(new Owners.Ownership("s1", 0, 0, 20, 30));
  }

  @Test
  void shouldRememberTheLastPlacementBeforeATakeover() {
    claim("s1", 0, 10);
    place(30);
    claim("s2", 7, 40);
    claim("s3", 8, 45);
    place(50);
    assertThat(owners.of(CELL)).isEqualTo(new Owners.Ownership("s3", 8, 30, 50, 50));
  }

  @Test
  void shouldFindTheLongestTimeWithoutPlacements() {
    claim("s1", 0, 10);
    place(20);
    place(90);
    place(100);
    assertThat(owners.takeLongestGap()).isEqualTo(70);
    assertThat(owners.takeLongestGap()).isZero();
  }
}
