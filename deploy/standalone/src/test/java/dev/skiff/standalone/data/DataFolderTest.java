package dev.skiff.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void shouldRefuseASecondFleetInTheSameFolderAndNameTheFirst() throws Exception {
    try (DataFolder first = DataFolder.open(temp.resolve("fleet"))) {
      assertThatThrownBy(() -> DataFolder.open(first.root()))
          .isInstanceOf(DataFolderException.class)
          .hasMessageContaining("in use by another fleet (process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data");
    }
    DataFolder.open(temp.resolve("fleet")).close();
  }

  @Test
  void shouldRememberPortsAndHosts() throws Exception {
    try (DataFolder folder = DataFolder.open(temp)) {
      assertThat(folder.fleetFile().hosts()).isEmpty();
      folder.fleetFile().write(3, 7070, 41234);
      FleetFile again = folder.fleetFile();
      assertThat(again.hosts()).hasValue(3);
      assertThat(again.port()).hasValue(7070);
      assertThat(again.kafkaPort()).hasValue(41234);
    }
  }

  @Test
  void shouldRefuseAFolderOfAnotherFormat() throws Exception {
    Files.writeString(temp.resolve("fleet.properties"), "format=7\nhosts=3\n");
    try (DataFolder folder = DataFolder.open(temp)) {
      assertThatThrownBy(folder::fleetFile)
          .isInstanceOf(DataFolderException.class)
          .hasMessageContaining("format 7 (expected: 1)");
    }
  }

  @Test
  void shouldSayThatAFolderCannotBeMade() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("cannot use " + file);
  }
}
