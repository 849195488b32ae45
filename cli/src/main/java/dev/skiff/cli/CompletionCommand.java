package dev.skiff.cli;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// `skiff completion`: teaches a shell the commands.
@Command(
    name = "completion",
    header = "Print completion for bash or zsh.",
    customSynopsis = "skiff completion bash|zsh",
    footer = {"", "Example:", "  source <(skiff completion bash)"})
final class CompletionCommand implements Callable<Integer> {
  /// The shells that the script, written for bash, works in: zsh runs it through `bashcompinit`.
  enum Shell {
    BASH,
    ZSH
  }

  static final class ShellConverter implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String value) {
      return switch (value) {
        case "bash" -> Shell.BASH;
        case "zsh" -> Shell.ZSH;
        default -> throw new TypeConversionException("\"" + value + "\" (expected: bash or zsh)");
      };
    }
  }

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", converter = ShellConverter.class, description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("skiff", spec.root().commandLine());
    String loader =
        switch (shell) {
          case BASH -> "";
          case ZSH -> "#compdef skiff\nautoload -U +X compinit && compinit\n";
        };
    surroundings.out().print(loader + script);
    return ExitCode.OK;
  }
}
