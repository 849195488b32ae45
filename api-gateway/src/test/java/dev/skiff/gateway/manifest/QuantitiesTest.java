package dev.skiff.gateway.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({"0.5,500", "500m,500", "2,2000", "0.001,1", "1m,1", "1.25,1250", "1024,1024000"})
  void shouldReadCpus(String text, long milliCpu) {
    assertThat(Quantities.milliCpu(text)).isEqualTo(milliCpu);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "half", "0.0001", "1.5m", "1e3", "1,5", "NaN", "5 m", ".5"})
  void shouldRefuseWhatIsNoAmountOfCpus(String text) {
    assertThatThrownBy(() -> Quantities.milliCpu(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" (expected:");
  }

  @ParameterizedTest
  @CsvSource({
    "128MiB,128",
    "1GiB,1024",
    "0.5GiB,512",
    "1TiB,1048576",
    "800MB,763",
    "1KB,1",
    "0MiB,0",
    "1024KiB,1",
    "1025KiB,2",
    "999999999999999999TiB,9223372036854775807"
  })
  void shouldReadSizesAndRoundUp(String text, long mebibytes) {
    assertThat(Quantities.mebibytes(text)).isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "128", "128Mi", "128mib", "-1GiB", "1 GiB", "GiB", "1e9GB", "1GiBGiB"})
  void shouldRefuseWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Quantities.mebibytes(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as 128MiB");
  }

  @ParameterizedTest
  @CsvSource({"500,0.5", "2000,2", "1,0.001", "1250,1.25", "0,0"})
  void shouldWriteCpusCanonically(long milliCpu, String text) {
    assertThat(Quantities.cpus(milliCpu)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"128,128MiB", "1024,1GiB", "1536,1536MiB", "1048576,1TiB", "0,0MiB", "763,763MiB"})
  void shouldWriteSizesInTheLargestUnitThatIsWhole(long mebibytes, String text) {
    assertThat(Quantities.size(mebibytes)).isEqualTo(text);
  }
}
