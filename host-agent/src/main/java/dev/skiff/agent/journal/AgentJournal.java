package dev.skiff.agent.journal;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.wire.Codecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An agent's data folder, held by one agent at a time. Closing lets it go.
///
/// ```
/// agent.lock    held while an agent uses the folder
/// lease         how long exclusive VMs may run: see [LeaseFile]
/// agent.json    whose folder it is, its id, and the newest session
/// vms/          one folder for each run: see [VmNotes]
/// ```
public final class AgentJournal implements AutoCloseable {
  /// A new journal's first session is below this; the rest of a long is for counting on.
  private static final long FIRST_SESSIONS = 1L << 40;

  private final Path folder;
  private final HostId host;
  private final FileChannel lock;
  private final String id;
  private long session;

  private AgentJournal(Path folder, HostId host, FileChannel lock, State last) {
    this.folder = folder;
    this.host = host;
    this.lock = lock;
    this.id = last.journal() == null ? UUID.randomUUID().toString() : last.journal();
    this.session = last.session();
  }

  /// Takes the folder, which is made when it is not there.
  ///
  /// @throws JournalException when another agent has it, when it is another host's, or when what is
  ///   in it cannot be read: guessing a session could repeat one
  public static AgentJournal open(Path folder, HostId host) throws IOException {
    Files.createDirectories(folder.resolve("vms"));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean opened = false;
    try {
      take(lock, folder);
      AgentJournal journal = new AgentJournal(folder, host, lock, last(folder, host));
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  private static void take(FileChannel lock, Path folder) throws IOException {
    boolean taken;
    try {
      taken = lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      taken = false;
    }
    if (!taken) {
      throw new JournalException(
          "data-folder-in-use",
          folder + ": another agent uses this data folder; end it, or give this one its own");
    }
  }

  private static State last(Path folder, HostId host) throws IOException {
    Path file = folder.resolve("agent.json");
    if (!Files.exists(file)) {
      // Another agent with the same host id must not come to the same numbers: orders and reports
      // are told apart by nothing else.
      return new State(host, null, new SecureRandom().nextLong(FIRST_SESSIONS));
    }
    State state;
    try {
      state = Codecs.entityFromJson(Files.readString(file), State.class);
    } catch (UncheckedIOException e) {
      throw new JournalException(
          "data-folder-unreadable",
          file + ": " + e.getMessage() + "; restore it, or start with an empty data folder");
    }
    if (!state.host().equals(host)) {
      throw new JournalException(
          "data-folder-of-another-host",
          "%s: belongs to host %s (expected: %s)".formatted(folder, state.host(), host));
    }
    return state;
  }

  /// Drawn at random when the folder was first used: tells this agent from another one that goes by
  /// the same host id.
  public String id() {
    return id;
  }

  /// Begins the next session. When this returns, no later agent on this folder begins it again,
  /// whatever happens to the machine.
  public synchronized long raiseSession() throws IOException {
    long next = Math.addExact(session, 1);
    AtomicFile.write(
        folder.resolve("agent.json"), Codecs.entityToJson(new State(host, id, next)), true);
    session = next;
    return next;
  }

  public Path folder() {
    return folder;
  }

  public VmNotes vms() {
    return new VmNotes(folder.resolve("vms"));
  }

  public LeaseFile lease() {
    return new LeaseFile(folder.resolve("lease"));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /// @param journal null in folders from before there was one
  record State(HostId host, @Nullable String journal, long session) {}
}
