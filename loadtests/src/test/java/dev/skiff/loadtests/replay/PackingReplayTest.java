package dev.skiff.loadtests.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.core.placement.Policy;
import dev.skiff.loadtests.traces.TraceFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackingReplayTest {
  private static final String HEADER = "arrive_s,batch,vcpu,mem_gib,life_lo_s,life_hi_s,censored\n";
  private static final HostShape SHAPE = HostShape.parse("4x16GiB");

  @TempDir private Path folder = Path.of("");

  private final List<Integer> hosts = new ArrayList<>();

  @Test
  void shouldSpreadTheArrivalsOfAStepOverIt() throws IOException {
    try (TraceReader reader =
        new TraceReader(trace("300,a,1,1,0,600,0\n300,a,1,1,0,100,0\n600,b,1,1,,,1\n"))) {
      assertThat(reader.next()).isEqualTo(new TraceVm(0, 300, "a", 1, 1, 300));
      assertThat(reader.next()).isEqualTo(new TraceVm(1, 450, "a", 1, 1, 150));
      assertThat(reader.next()).isEqualTo(new TraceVm(2, 600, "b", 1, 1, Double.POSITIVE_INFINITY));
      assertThat(reader.next()).isNull();
      assertThat(reader.end()).isEqualTo(900);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "300,a,1,1,0,600|6 fields",
        "300,a,x,1,0,600,0|vcpu: \"x\"",
        "300,a,1,-1,0,600,0|mem_gib: \"-1\"",
        "300,a,1,1,0,600,2|censored: \"2\"",
        "100,a,1,1,0,600,0|arrive_s: 100",
        "300,a,1,1,,600,0|life_lo_s: \"\""
      })
  void shouldNameTheLineThatIsNone(String line, String problem) throws IOException {
    Path file = trace("300,a,1,1,0,600,0\n" + line + "\n");
    assertThatThrownBy(() -> run(file, 0))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining("trace.csv, line 3")
        .hasMessageContaining(problem);
  }

  @Test
  void shouldOpenAHostWhenNothingFits() throws IOException {
    PackingReplay.Result result = run(trace("0,a,3,4,,,1\n0,b,1,4,,,1\n0,c,1,4,,,1\n"), 0);
    assertThat(hosts).containsExactly(0, 0, 1);
    assertThat(result.peak()).isEqualTo(2);
    assertThat(result.rejected()).isZero();
  }

  @Test
  void shouldRejectWhatDoesNotFitAFixedFleet() throws IOException {
    PackingReplay.Result result =
        run(trace("0,a,3,4,0,600,0\n0,b,4,4,,,1\n900,c,4,4,,,1\n900,d,5,4,,,1\n"), 1);
    assertThat(hosts).containsExactly(0, -1, 0, -1);
    assertThat(result.rejected()).isEqualTo(2);
  }

  @Test
  void shouldCountUsedHostsAgainstTheLeastThereCouldBe() throws IOException {
    // On two hosts from the second day on, for half of which one would have done.
    Path file = trace("0,a,2,9,0,259200,0\n0,b,2,9,,,1\n345300,c,1,1,,,1\n");
    PackingReplay.Result result = run(file, 0);
    assertThat(result.peak()).isEqualTo(2);
    assertThat(result.ratio()).isEqualTo(1);
  }

  private PackingReplay.Result run(Path file, int fixedHosts) throws IOException {
    try (TraceReader reader = new TraceReader(file)) {
      return new PackingReplay(SHAPE, fixedHosts, Policy.DEFAULT)
          .run(reader, (vm, host) -> hosts.add(host));
    }
  }

  private Path trace(String lines) throws IOException {
    return Files.writeString(folder.resolve("trace.csv"), HEADER + lines);
  }
}
