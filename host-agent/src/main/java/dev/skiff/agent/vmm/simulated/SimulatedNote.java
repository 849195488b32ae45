package dev.skiff.agent.vmm.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.agent.vmm.VmDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a later process needs to go on simulating a VM.
///
/// @param startedMillis when its command began, milliseconds since the epoch
/// @param stdin whether its standard input was kept open
record SimulatedNote(List<String> command, long startedMillis, boolean stdin) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static @Nullable SimulatedNote read(VmDirectory directory) throws IOException {
    Path file = file(directory);
    return Files.exists(file) ? JSON.readValue(file.toFile(), SimulatedNote.class) : null;
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
