package dev.skiff.agent.vmm;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A driver's note in a VM's directory, by which a later agent process finds the VMM again.
///
/// @param driver the driver's name
/// @param process the VMM; null until it was spawned
/// @param token the guest protocol's secret of this VM
/// @param stdin whether the command's standard input was kept open
/// @param serving how it takes invocations; null for a VM that runs its command to the end
/// @param restored whether it goes on from a snapshot that was there before it
/// @param restoring whether that was still under way: it is nobody yet
public record VmmNote(
    String driver,
    @Nullable ProcessIdentity process,
    String token,
    boolean stdin,
    @Nullable Serving serving,
    boolean restored,
    boolean restoring) {
  private static final String FILE = "vmm.json";
  private static final String EXIT_FILE = "exit.json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /// The same of a VMM that was spawned.
  public VmmNote of(ProcessIdentity spawned) {
    return new VmmNote(driver, spawned, token, stdin, serving, restored, restoring);
  }

  /// The same once it has been restored.
  public VmmNote whole() {
    return new VmmNote(driver, process, token, stdin, serving, restored, false);
  }

  public static Optional<VmmNote> read(VmDirectory directory) throws IOException {
    return read(directory.path().resolve(FILE), VmmNote.class);
  }

  public void write(VmDirectory directory) throws IOException {
    write(directory.path().resolve(FILE), this);
  }

  static Optional<VmExit> readExit(VmDirectory directory) throws IOException {
    return read(directory.path().resolve(EXIT_FILE), VmExit.class);
  }

  /// Keeps how a VM ended, for whoever asks after its driver has forgotten it.
  public static void writeExit(VmDirectory directory, VmExit exit) throws IOException {
    write(directory.path().resolve(EXIT_FILE), exit);
  }

  private static <T> Optional<T> read(Path path, Class<T> type) throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(path), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void write(Path path, Object value) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(value));
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
