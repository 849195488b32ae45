package dev.skiff.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.VmStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE.md shows the tables of statuses as they are. To write it anew: `mvn test -pl
/// scheduler/core -am -Dtest=StatusDiagramsTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dgolden.write=true`.
class StatusDiagramsTest {
  private static final Path DOCUMENT = Path.of("../../ARCHITECTURE.md");
  private static final String BEGIN = "<!-- statuses: begin -->\n";
  private static final String END = "<!-- statuses: end -->\n";

  @Test
  void shouldShowTheTablesAsTheyAre() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    assertThat(begin).as("a line " + BEGIN.strip()).isNotNegative();
    assertThat(end).as("a line " + END.strip()).isGreaterThan(begin);
    String drawn = drawing();
    String written =
        document.substring(0, begin + BEGIN.length()) + drawn + document.substring(end);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(DOCUMENT, written);
      return;
    }
    assertThat(document)
        .as("ARCHITECTURE.md (written anew with -Dgolden.write=true)")
        .isEqualTo(written);
  }

  private static String drawing() {
    return diagram("A VM", VmStatus.values(), VmStatus::next)
        + diagram("A host", HostStatus.values(), HostStatus::next)
        + diagram("A job", JobStatus.values(), JobStatus::next);
  }

  private static <S extends Enum<S>> String diagram(
      String title, S[] values, Function<S, Set<S>> next) {
    StringBuilder text = new StringBuilder();
    text.append("%n%s:%n%n```mermaid%nstateDiagram-v2%n".formatted(title));
    for (S from : values) {
      for (S to : next.apply(from)) {
        text.append("  %s --> %s%n".formatted(from, to));
      }
    }
    return text.append("```%n".formatted()).toString();
  }
}
