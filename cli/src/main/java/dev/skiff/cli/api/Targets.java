package dev.skiff.cli.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the fleet to talk to: flag, then `SKIFF_URL` and `SKIFF_TOKEN`, then the context file,
/// then this machine. Each of URL and token is looked for on its own, but a token from the context
/// file goes only to the URL that stands beside it.
public final class Targets {
  private final Map<String, String> environment;

  public Targets(Map<String, String> environment) {
    this.environment = environment;
  }

  /// @param urlFlag null when the flag was not given
  /// @param tokenFlag null when the flag was not given
  /// @throws TargetException when an address or the context file cannot be used
  public Target find(@Nullable String urlFlag, @Nullable String tokenFlag) {
    String explicitToken = tokenFlag == null ? variable("SKIFF_TOKEN") : tokenFlag;
    if (urlFlag != null) {
      return Target.of(urlFlag, explicitToken, "--url");
    }
    String urlVariable = variable("SKIFF_URL");
    if (urlVariable != null) {
      return Target.of(urlVariable, explicitToken, "SKIFF_URL");
    }
    Path file = contextFile();
    Optional<ContextFile.Context> context = ContextFile.read(file);
    if (context.isEmpty()) {
      return Target.of(Target.DEFAULT_URL, explicitToken, "default");
    }
    String token = explicitToken == null ? context.get().token() : explicitToken;
    return Target.of(context.get().url(), token, file + ": url");
  }

  /// `$XDG_CONFIG_HOME/skiff/context.yaml`, by default under `~/.config`.
  public Path contextFile() {
    String base = variable("XDG_CONFIG_HOME");
    Path folder =
        base != null && Path.of(base).isAbsolute()
            ? Path.of(base)
            : Path.of(environment.getOrDefault("HOME", ""), ".config");
    return folder.resolve("skiff").resolve("context.yaml");
  }

  private @Nullable String variable(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? null : value.strip();
  }
}
