package dev.skiff.contracts.spec;

import dev.skiff.contracts.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One VM as it is asked for.
///
/// @param image an image reference, for example `skiff/busybox` or `registry.example:5000/a/b:1.2`
/// @param command replaces the image's command; empty means the image's own
/// @param env added to the image's environment; the same name wins over the image
/// @param workdir null is the image's
/// @param user `name`, `uid`, `name:group` or `uid:gid`; null is the image's
/// @param tty whether the command gets a terminal
/// @param stdin whether standard input stays open for an attach
/// @param resources what it reserves on its host; slots is 1
/// @param serve how it takes invocations; null runs its command to the end
public record VmSpec(
    String image,
    List<String> command,
    Map<String, String> env,
    @Nullable String workdir,
    @Nullable String user,
    boolean tty,
    boolean stdin,
    Resources resources,
    @Nullable Serve serve) {
  public VmSpec {
    command = List.copyOf(command);
    // Sorted, so that the same spec is the same bytes in every process.
    env = Collections.unmodifiableMap(new TreeMap<>(env));
    if (image.isBlank()) {
      throw new IllegalArgumentException("image: \"\" (expected: an image reference)");
    }
    if (resources.milliCpu() == 0 || resources.memoryMib() == 0 || resources.slots() != 1) {
      throw new IllegalArgumentException(resources + " (expected: CPU > 0, memory > 0, 1 slot)");
    }
    if (serve != null && (tty || stdin)) {
      throw new IllegalArgumentException(
          "tty, stdin: given (expected: none of them, a VM that serves is not attached to)");
    }
  }

  /// A VM that runs its command to the end.
  public VmSpec(
      String image,
      List<String> command,
      Map<String, String> env,
      @Nullable String workdir,
      @Nullable String user,
      boolean tty,
      boolean stdin,
      Resources resources) {
    this(image, command, env, workdir, user, tty, stdin, resources, null);
  }

  /// The same, serving.
  public VmSpec serving(Serve how) {
    return new VmSpec(image, command, env, workdir, user, tty, stdin, resources, how);
  }
}
