package dev.skiff.cli;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
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

  private final Supplier<CommandLine> whole;

  @Parameters(paramLabel = "SHELL", converter = ShellConverter.class, description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  /// @param whole makes the command line with all commands
  CompletionCommand(Surroundings surroundings, Supplier<CommandLine> whole) {
    this.surroundings = surroundings;
    this.whole = whole;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("skiff", whole.get());
    String loader =
        switch (shell) {
          case BASH -> "";
          case ZSH -> "#compdef skiff\nautoload -U +X compinit && compinit\n";
        };
    surroundings.out().print(loader + script);
    return ExitCode.OK;
  }
}
