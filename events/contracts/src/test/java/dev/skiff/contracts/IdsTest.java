package dev.skiff.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
  @Test
  void shouldNameTheCellInAJobsId() {
    JobId id = JobId.random(new CellId(42), new Random(1));

    assertThat(id.cell()).isEqualTo(new CellId(42));
    assertThat(new JobId(id.toString())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "j",
        "j0",
        "j0-",
        "j0-abc",
        "j00-abcd",
        "x0-abcd",
        "j0-ABCD",
        "j0-abcd.1",
        "j0-a/../b"
      })
  void shouldRefuseWhatIsNoJobId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new JobId(text));
  }

  @Test
  void shouldReadAVmIdBack() {
    VmId id = new VmId(new JobId("j0-abcd"), 12);

    assertThat(VmId.parse(id.toString())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"j0-abcd", "j0-abcd.", "j0-abcd.-1", "j0-abcd.01", "j0-abcd.12345678", ".1"})
  void shouldRefuseWhatIsNoVmId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> VmId.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a/b", "a b"})
  void shouldRefuseWhatIsNoHostId(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new HostId(text));
  }

  /// The forms as in the API's description, against what the ids make of text that is nearly right.
  @Test
  void shouldTakeExactlyWhatTheFormsSay() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      String text = nearlyAnId(random);
      assertThat(takes(text, JobId::new))
          .as("job %s", text)
          .isEqualTo(text.matches("j(0|[1-9][0-9]{0,3})-[a-z0-9]{4,20}"));
      assertThat(takes(text, VmId::parse))
          .as("VM %s", text)
          .isEqualTo(text.matches("j(0|[1-9][0-9]{0,3})-[a-z0-9]{4,20}[.](0|[1-9][0-9]{0,6})"));
      assertThat(takes(text, HostId::new))
          .as("host %s", text)
          .isEqualTo(text.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?"));
    }
  }

  private static String nearlyAnId(Random random) {
    StringBuilder text = new StringBuilder("j");
    text.append(random.nextInt(random.nextBoolean() ? 12 : 30_000)).append('-');
    text.append("abcdefghijklmnopqrstuvwxyz0123456789".repeat(2), 0, random.nextInt(23) + 1);
    text.append('.').append(random.nextInt(random.nextBoolean() ? 20 : 20_000_000));
    for (int spoiled = random.nextInt(3); spoiled > 0; spoiled--) {
      text.setCharAt(random.nextInt(text.length()), "A/0.-j a9\n".charAt(random.nextInt(10)));
    }
    text.append("x".repeat(random.nextInt(10) == 0 ? random.nextInt(60) : 0));
    text.setLength(random.nextInt(10) == 0 ? random.nextInt(text.length()) : text.length());
    int end = random.nextInt(3) == 0 ? text.lastIndexOf(".") : -1;
    return end < 0 ? text.toString() : text.substring(0, end);
  }

  private static boolean takes(String text, Function<String, ?> id) {
    try {
      return id.apply(text) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void shouldKeepEveryHostInItsCellsOrderPartitions() {
    Topics topics = new Topics("skiff", 3);
    for (int i = 0; i < 1_000; i++) {
      assertThat(topics.orderPartition(new CellId(2), new HostId("host-" + i)))
          .isBetween(
              2 * Topics.ORDER_PARTITIONS_PER_CELL, 3 * Topics.ORDER_PARTITIONS_PER_CELL - 1);
    }
  }

  @Test
  void shouldFitOnlyInEveryDimension() {
    Resources room = new Resources(1_000, 1_000, 1_000, 1);

    assertThat(new Resources(1_000, 1_000, 1_000, 1).fitsIn(room)).isTrue();
    assertThat(new Resources(1_001, 1, 1, 1).fitsIn(room)).isFalse();
    assertThat(new Resources(1, 1_001, 1, 1).fitsIn(room)).isFalse();
    assertThat(new Resources(1, 1, 1_001, 1).fitsIn(room)).isFalse();
    assertThat(new Resources(1, 1, 1, 2).fitsIn(room)).isFalse();
  }
}
