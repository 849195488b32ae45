package dev.skiff.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.request.IdempotencyKey;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Cell;
import dev.skiff.gateway.fixture.Things;
import dev.skiff.gateway.view.KnownCell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellRouterTest {
  private static final JobSpec NAMELESS = Things.spec(null, 4, Map.of());
  private static final Resources LARGE = new Resources(8000, 16_384, 65_536, 100);
  private static final Resources SMALL = new Resources(250, 64, 128, 10);

  private final CellRouter router = new CellRouter(4);
  private final Random random = new Random(1);

  @Test
  void shouldSendANameToItsCellAloneWhateverTheKey() {
    JobSpec named = Things.spec("web", 1, Map.of());
    List<CellId> route = router.route(named, key("k"), CellRouterTest::notAsked, random);

    assertThat(route).hasSize(1);
    assertThat(route)
        .isEqualTo(router.route(named, null, CellRouterTest::notAsked, random))
        .containsExactly(CellHash.ofName("default", "web", 4));
  }

  @Test
  void shouldWalkAllCellsInAnOrderThatTheKeyAloneDecides() {
    List<CellId> route = router.route(NAMELESS, key("k"), CellRouterTest::notAsked, random);

    assertThat(route)
        .hasSize(4)
        .doesNotHaveDuplicates()
        .isEqualTo(
            router.route(
                Things.spec(null, 900, Map.of("a", "b")),
                key("k"),
                CellRouterTest::notAsked,
                new Random(99)));
  }

  @Test
  void shouldBeginWithTheRoomierOfTwo() {
    CellRouter two = new CellRouter(2);
    List<KnownCell> known = List.of(cell(0, "s", 90, LARGE, 0), cell(1, "s", 10, LARGE, 0));
    for (int i = 0; i < 50; i++) {
      assertThat(two.route(NAMELESS, null, () -> known, random))
          .containsExactly(new CellId(1), new CellId(0));
    }
  }

  /// The fullest of four is never the better of two, and the emptiest is drawn half of the time.
  @Test
  void shouldSpreadJobsOverCellsByTheirFreeShare() {
    List<KnownCell> known =
        IntStream.range(0, 4).mapToObj(c -> cell(c, "s", 20 * (c + 1), LARGE, 0)).toList();
    Map<CellId, Integer> first = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      first.merge(router.route(NAMELESS, null, () -> known, random).getFirst(), 1, Integer::sum);
    }

    assertThat(first.get(new CellId(0))).isBetween(2_700, 3_300);
    assertThat(first.get(new CellId(1))).isBetween(1_700, 2_300);
    assertThat(first).doesNotContainKey(new CellId(3));
  }

  @Test
  void shouldAskCellsWhoseHostsAreTooSmallLast() {
    List<KnownCell> known =
        List.of(
            cell(0, "s", 0, SMALL, 0),
            cell(1, "s", 90, LARGE, 0),
            cell(2, "s", 0, SMALL, 0),
            cell(3, "s", 95, LARGE, 0));

    List<CellId> route = router.route(NAMELESS, null, () -> known, random);

    assertThat(route).hasSize(4).startsWith(new CellId(1), new CellId(3));
  }

  @Test
  void shouldLeaveOutCellsThatNobodyIsKnownToOwn() {
    List<KnownCell> known =
        List.of(
            cell(0, null, 0, LARGE, 0),
            cell(1, "s", 0, LARGE, KnownCell.STALE_MICROS + 1),
            new KnownCell(new CellId(2), null, 0),
            cell(3, "s", 99, LARGE, 0));

    assertThat(router.route(NAMELESS, null, () -> known, random)).containsExactly(new CellId(3));
  }

  @Test
  void shouldAskAllCellsWhenNothingIsKnown() {
    List<KnownCell> known =
        IntStream.range(0, 4).mapToObj(c -> new KnownCell(new CellId(c), null, 0)).toList();

    assertThat(router.route(NAMELESS, null, () -> known, random)).hasSize(4);
  }

  @Test
  void shouldKeepTheOrderOfTheOthersWhenACellIsAdded() {
    for (int i = 0; i < 200; i++) {
      List<CellId> more = new ArrayList<>(CellHash.order("key " + i, 6));
      more.remove(new CellId(5));
      assertThat(more).isEqualTo(CellHash.order("key " + i, 5));
    }
  }

  @Test
  void shouldPreferEachCellAboutAsOften() {
    int[] first = new int[5];
    for (int i = 0; i < 10_000; i++) {
      first[CellHash.order("key " + i, 5).getFirst().value()]++;
    }
    assertThat(Arrays.stream(first).boxed())
        .allSatisfy(times -> assertThat(times).isBetween(1_800, 2_200));
  }

  private static List<KnownCell> notAsked() {
    throw new AssertionError("the choice must not depend on the cells");
  }

  private static IdempotencyKey key(String text) {
    return new IdempotencyKey(text, "body");
  }

  private static KnownCell cell(
      int id, @Nullable String owner, int percent, Resources largest, long age) {
    Resources promisable = new Resources(100_000, 100_000, 1_000_000, 1000);
    Resources used = new Resources(1000L * percent, 1000L * percent, 0, 0);
    CellId cell = new CellId(id);
    return new KnownCell(
        cell,
        new Cell(cell, owner, 1, 2, 9, promisable, used, largest, largest, 0, 0, false, 5),
        age);
  }
}
