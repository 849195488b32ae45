package dev.skiff.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
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
