package dev.skiff.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.gateway.request.CellWalk.Offer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CellWalkTest {
  private final CellId a = new CellId(2);
  private final CellId b = new CellId(0);
  private final CellId c = new CellId(1);

  @Test
  void shouldLetAJobWaitInItsOnlyCell() {
    CellWalk walk = new CellWalk(List.of(a), true);

    assertThat(walk.next()).contains(new Offer(a, true));
    assertThat(walk.goesOnAfter(a, OutcomeCode.NEVER_FITS, "too large")).isFalse();
  }

  @Test
  void shouldLetAJobWaitInTheFirstCellThatOnlyLacksRoom() {
    CellWalk walk = new CellWalk(List.of(a, b, c), true);

    assertThat(walk.next()).contains(new Offer(a, false));
    assertThat(walk.goesOnAfter(a, OutcomeCode.NEVER_FITS, "too large")).isTrue();
    assertThat(walk.next()).contains(new Offer(b, false));
    assertThat(walk.goesOnAfter(b, OutcomeCode.NO_ROOM, "full")).isTrue();
    assertThat(walk.next()).contains(new Offer(c, false));
    assertThat(walk.goesOnAfter(c, OutcomeCode.NO_ROOM, "full")).isTrue();
    assertThat(walk.next()).contains(new Offer(b, true));
    assertThat(walk.goesOnAfter(b, OutcomeCode.NO_ROOM, "full")).isFalse();
    assertThat(walk.next()).isEmpty();
  }

  @Test
  void shouldRefuseForWhatMayPassRatherThanForWhatWillNot() {
    CellWalk walk = walked(OutcomeCode.NEVER_FITS, OutcomeCode.QUOTA_EXCEEDED);

    assertThat(walk.next()).isEmpty();
    assertThat(walk.refusal())
        .isEqualTo(
            new CellWalk.Refusal(
                OutcomeCode.QUOTA_EXCEEDED, "none of 2 cells takes it: cell 1: QUOTA_EXCEEDED"));
  }

  @Test
  void shouldRefuseAJobThatFitsIntoNoCell() {
    CellWalk.Refusal refusal =
        walked(
                OutcomeCode.NEVER_FITS,
                OutcomeCode.NEVER_FITS,
                OutcomeCode.NEVER_FITS,
                OutcomeCode.NEVER_FITS)
            .refusal();

    assertThat(refusal.code()).isEqualTo(OutcomeCode.NEVER_FITS);
    assertThat(refusal.detail())
        .isEqualTo(
            "none of 4 cells takes it: cell 0: NEVER_FITS; cell 1: NEVER_FITS; cell 2: NEVER_FITS; ...");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NO_ROOM", "NEVER_FITS", "QUOTA_EXCEEDED", "CELL_FULL"})
  void shouldAskNoOtherCellAfter(OutcomeCode code) {
    CellWalk walk = new CellWalk(List.of(a, b), false);
    walk.next();

    assertThat(walk.goesOnAfter(a, code, "")).isFalse();
  }

  @Test
  void shouldEndAWalkWithAKeyAtACellThatCannotRememberIt() {
    CellWalk keyed = new CellWalk(List.of(a, b), true);
    keyed.next();

    assertThat(keyed.goesOnAfter(a, OutcomeCode.CELL_FULL, "")).isFalse();
    assertThat(walked(OutcomeCode.CELL_FULL, OutcomeCode.NEVER_FITS).refusal().code())
        .isEqualTo(OutcomeCode.CELL_FULL);
  }

  /// Cells that remember what they answered for the key, as the machine does: whatever answers are
  /// lost on the way, and however room comes and goes between, a job is placed once.
  @Test
  void shouldNeverPlaceTwiceHoweverOftenAWalkIsBegunAgain() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<CellId> order = CellHash.order("key-" + seed, 1 + random.nextInt(5));
      List<Remembering> cells = IntStream.range(0, 5).mapToObj(_ -> new Remembering()).toList();
      for (int attempt = 0; attempt < 6; attempt++) {
        cells.forEach(cell -> cell.now = Remembering.ANSWERS.get(random.nextInt(5)));
        int lost = random.nextInt(8);
        walk(order, offer -> cells.get(offer.cell().value()).answer(offer.mayWait()), lost);
      }

      assertThat(cells.stream().filter(cell -> cell.has).count()).as("seed %d", seed).isLessThan(2);
    }
  }

  /// Walks until a decision, or until so many answers have come: then the client gives up.
  private static void walk(List<CellId> order, Function<Offer, OutcomeCode> cells, int answers) {
    CellWalk walk = new CellWalk(order, true);
    Optional<Offer> offer = walk.next();
    int left = answers;
    while (offer.isPresent()) {
      OutcomeCode code = cells.apply(offer.get());
      if (left-- == 0 || !walk.goesOnAfter(offer.get().cell(), code, "")) {
        return;
      }
      offer = walk.next();
    }
  }

  private static CellWalk walked(OutcomeCode... codes) {
    CellWalk walk =
        new CellWalk(IntStream.range(0, codes.length).mapToObj(CellId::new).toList(), false);
    for (int i = 0; i < codes.length; i++) {
      walk.next();
      walk.goesOnAfter(new CellId(i), codes[i], codes[i].name());
    }
    return walk;
  }

  /// One key in one cell.
  private static final class Remembering {
    static final List<OutcomeCode> ANSWERS =
        new ArrayList<>(
            EnumSet.of(
                OutcomeCode.DONE,
                OutcomeCode.NO_ROOM,
                OutcomeCode.NEVER_FITS,
                OutcomeCode.QUOTA_EXCEEDED,
                OutcomeCode.CELL_FULL));
    private static final Set<OutcomeCode> FINAL_WHEN_WAITING =
        EnumSet.of(OutcomeCode.NEVER_FITS, OutcomeCode.QUOTA_EXCEEDED, OutcomeCode.CELL_FULL);

    private OutcomeCode now = OutcomeCode.DONE;
    private boolean has;
    private boolean refused;

    OutcomeCode answer(boolean mayWait) {
      if (has) {
        return OutcomeCode.REPEATED;
      }
      if (mayWait) {
        has = !FINAL_WHEN_WAITING.contains(now);
        return has ? OutcomeCode.DONE : now;
      }
      if (refused) {
        return OutcomeCode.NO_ROOM;
      }
      has = now == OutcomeCode.DONE;
      refused = !has && now != OutcomeCode.CELL_FULL;
      return now;
    }
  }
}
