package dev.skiff.cli.command;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.console.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that talks to the API. Its answer is the exit code.
public abstract class ApiCommand implements Callable<Integer> {
  /// Name of the root command's mixin of [ConnectionOptions].
  public static final String CONNECTION = "connection";

  protected final Surroundings surroundings;

  // Filled in by picocli.
  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable ApiClient api;

  protected ApiCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// The client, made when it is first needed.
  protected final ApiClient api() {
    if (api == null) {
      CommandSpec mixin = spec.root().mixins().get(CONNECTION);
      if (mixin == null || !(mixin.userObject() instanceof ConnectionOptions connection)) {
        throw new IllegalStateException("the root command has no connection options");
      }
      api = connection.connect(surroundings.environment());
    }
    return api;
  }

  /// Prints a result line.
  protected final void print(String line) {
    surroundings.out().println(line);
  }

  /// Says something to people.
  protected final void say(String line) {
    surroundings.out().flush();
    surroundings.err().println(line);
  }
}
