package dev.skiff.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJournalTest {
  private static final HostId HOST = new HostId("h1");

  @TempDir Path folder;

  @Test
  void shouldNeverBeginASessionTwice() throws IOException {
    long first;
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      first = journal.raiseSession();
      assertThat(first).isPositive();
      assertThat(journal.raiseSession()).isEqualTo(first + 1);
    }
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      assertThat(journal.raiseSession()).isEqualTo(first + 2);
    }
  }

  @Test
  void shouldShareNeitherSessionsNorItsIdWithAnotherJournalOfTheSameHostId() throws IOException {
    Set<Long> sessions = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try (AgentJournal journal = AgentJournal.open(folder.resolve("j" + i), HOST)) {
        sessions.add(journal.raiseSession());
        sessions.add(journal.raiseSession());
        ids.add(journal.id());
      }
    }
    assertThat(sessions).hasSize(40);
    assertThat(ids).hasSize(20);
  }

  @Test
  void shouldKeepItsIdOverRestarts() throws IOException {
    String id;
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      id = journal.id();
      journal.raiseSession();
    }
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      assertThat(journal.id()).isEqualTo(id);
    }
  }

  @Test
  void shouldSurviveAnEndInTheMiddleOfWriting() throws IOException {
    long first;
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      first = journal.raiseSession();
    }
    Files.writeString(folder.resolve("agent.json.new"), "{\"host\":\"h1\",\"sess");
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      assertThat(journal.raiseSession()).isEqualTo(first + 1);
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherAgentUses() throws IOException {
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      assertThat(journal.folder()).isEqualTo(folder);
      assertThatThrownBy(() -> AgentJournal.open(folder, HOST))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.code()).isEqualTo("data-folder-in-use"))
          .hasMessageContaining("another agent uses this data folder");
    }
    AgentJournal.open(folder, HOST).close();
  }

  @Test
  void shouldRefuseAFolderOfAnotherHost() throws IOException {
    try (AgentJournal journal = AgentJournal.open(folder, HOST)) {
      journal.raiseSession();
    }
    assertThatThrownBy(() -> AgentJournal.open(folder, new HostId("h2")))
        .hasMessage(folder + ": belongs to host h1 (expected: h2)");
    AgentJournal.open(folder, HOST).close();
  }

  @Test
  void shouldRefuseToGuessASession() throws IOException {
    Files.writeString(folder.resolve("agent.json"), "{");
    assertThatThrownBy(() -> AgentJournal.open(folder, HOST))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("data-folder-unreadable"));
  }
}
