package dev.skiff.cli.command;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.Targets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Where the fleet is; taken before or after the name of any command.
public final class ConnectionOptions {
  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "Where the fleet is; else SKIFF_URL, the context file, this machine.")
  private @Nullable String url;

  @Option(
      names = "--token",
      scope = ScopeType.INHERIT,
      paramLabel = "TOKEN",
      description = "Its token, if it wants one; else SKIFF_TOKEN, the context file.")
  private @Nullable String token;

  ApiClient connect(Map<String, String> environment) {
    return new ApiClient(new Targets(environment).find(url, token));
  }
}
