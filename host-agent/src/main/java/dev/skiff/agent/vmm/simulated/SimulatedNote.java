package dev.skiff.agent.vmm.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a later process needs to go on simulating a VM.
///
/// @param startedMillis when its command began, milliseconds since the epoch, as if it had never
///   stood still
/// @param ranMillis for how long it had run when it began to stand still
/// @param hold whether it goes on
/// @param stdin whether its standard input was kept open
/// @param serving how it takes invocations; null for one that plays its command
record SimulatedNote(
    List<String> command,
    long startedMillis,
    long ranMillis,
    VmHold hold,
    boolean stdin,
    @Nullable Serving serving) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static @Nullable SimulatedNote read(VmDirectory directory) throws IOException {
    Path file = file(directory);
    return Files.exists(file) ? JSON.readValue(file.toFile(), SimulatedNote.class) : null;
  }

  /// What it plays. A VM that serves plays nothing by itself.
  Script script(@Nullable Duration unknownRunTime) {
    return serving == null ? Script.of(command, unknownRunTime) : Script.UNTIL_TOLD;
  }

  /// How long its command has run.
  long elapsedMillis(long now) {
    return hold == VmHold.NONE ? Math.max(0, now - startedMillis) : ranMillis;
  }

  SimulatedNote with(VmHold newHold, long now) {
    long ran = elapsedMillis(now);
    return new SimulatedNote(command, now - ran, ran, newHold, stdin, serving);
  }

  void write(VmDirectory directory) throws IOException {
    Path file = file(directory);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(this));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path file(VmDirectory directory) {
    return directory.path().resolve("simulated.json");
  }
}
