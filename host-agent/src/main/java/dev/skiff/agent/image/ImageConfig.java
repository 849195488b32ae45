package dev.skiff.agent.image;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an image says about running it.
///
/// @param entrypoint arguments that a request's command is appended to
/// @param cmd arguments used when a request brings no command
/// @param workdir absolute; `/` when the image says nothing
/// @param user `name`, `uid`, `name:group` or `uid:gid`; null is root
public record ImageConfig(
    List<String> entrypoint,
    List<String> cmd,
    Map<String, String> env,
    String workdir,
    @Nullable String user) {
  static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  public ImageConfig {
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  /// The command line to run, by Docker's rule: a requested command replaces `cmd`, the entrypoint
  /// stays.
  ///
  /// @throws ImageException `no-command` when neither the request nor the image has one
  public List<String> command(List<String> requested) throws ImageException {
    return command(null, requested);
  }

  /// Like [#command(List)], with the entrypoint replaced too unless null. As in Docker, replacing
  /// the entrypoint drops the image's `cmd`.
  public List<String> command(@Nullable List<String> entrypointOverride, List<String> requested)
      throws ImageException {
    List<String> merged = new ArrayList<>();
    if (entrypointOverride == null) {
      merged.addAll(entrypoint);
      merged.addAll(requested.isEmpty() ? cmd : requested);
    } else {
      merged.addAll(entrypointOverride);
      merged.addAll(requested);
    }
    if (merged.isEmpty() || merged.getFirst().isEmpty()) {
      throw new ImageException(
          "no-command", "the image has no entrypoint and no command: give a command to run");
    }
    return List.copyOf(merged);
  }

  /// The image's environment overlaid with the requested one; there is always a `PATH`.
  public Map<String, String> environment(Map<String, String> requested) {
    Map<String, String> merged = new LinkedHashMap<>();
    merged.put("PATH", DEFAULT_PATH);
    merged.putAll(env);
    merged.putAll(requested);
    return Collections.unmodifiableMap(merged);
  }
}
