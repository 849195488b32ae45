package dev.skiff.agent.journal;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.wire.Codecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The directories of runs and the notes in them. For one run, one caller at a time.
public final class VmNotes {
  private final Path folder;

  VmNotes(Path folder) {
    this.folder = folder;
  }

  public VmDirectory directory(VmRun run) {
    return new VmDirectory(folder.resolve(run.toString()));
  }

  public List<VmDirectory> directories() throws IOException {
    return VmDirectories.list(folder);
  }

  /// Makes the directory of a run that was accepted. Should the power go now, it is as if the run
  /// had never been ordered, and that is true: nothing of it was started.
  public VmDirectory accept(VmNote note) throws IOException {
    VmDirectory directory = directory(note.run());
    Files.createDirectories(directory.path());
    write(directory, note, false);
    return directory;
  }

  /// Notes, before the VMM is started, that the run has begun: it never begins again.
  public void begin(VmRun run) throws IOException {
    write(directory(run), existing(run).withBegun(), true);
    AtomicFile.force(folder);
  }

  public void end(VmRun run, ExitStatus exit) throws IOException {
    write(directory(run), existing(run).withExit(exit), false);
  }

  /// Does nothing when the run is forgotten already.
  public void markReported(VmRun run) throws IOException {
    Optional<VmNote> note = read(directory(run));
    if (note.isPresent()) {
      write(directory(run), note.get().withReported(), false);
    }
  }

  public void forget(VmRun run) throws IOException {
    VmDirectories.remove(directory(run));
  }

  /// @return empty when there is no note that can be read
  public Optional<VmNote> read(VmDirectory directory) throws IOException {
    try {
      return Optional.of(Codecs.entityFromJson(Files.readString(directory.note()), VmNote.class));
    } catch (NoSuchFileException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private VmNote existing(VmRun run) throws IOException {
    return read(directory(run))
        .orElseThrow(() -> new IOException(directory(run).note() + ": is not there"));
  }

  private static void write(VmDirectory directory, VmNote note, boolean durable)
      throws IOException {
    AtomicFile.write(directory.note(), Codecs.entityToJson(note), durable);
  }
}
