package dev.skiff.cli;

import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ConnectionOptions;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.command.FailureReport;
import dev.skiff.cli.command.OutputFormatConverter;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.OutputFormat;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/// The root of the command line. What runs a fleet rather than asking one adds its commands to it:
///
/// ```java
/// SkiffCommand skiff = SkiffCommand.create(Surroundings.ofProcess());
/// skiff.add(HelpGroup.MACHINE, "up", UpCommand::new);
/// System.exit(skiff.execute(arguments));
/// ```
@Command(
    name = "skiff",
    header = "Run fleets of microVMs.",
    customSynopsis = "skiff [--url URL] [--token TOKEN] COMMAND ...",
    footer = {
      "",
      "skiff COMMAND --help says more about a command. Exit codes: 0 done, 1 error, 2 usage or no",
      "host takes it, 124 timeout; run, exec and attach exit with the guest's own."
    })
public final class SkiffCommand implements Runnable {
  private static final int WIDTH = 96;

  /// A command that is made when it is needed: making them all takes longer than most of them run.
  private record Entry(HelpGroup group, Supplier<?> command) {}

  private final Surroundings surroundings;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final GroupedHelp groups = new GroupedHelp();
  private final CommandLine root;

  private SkiffCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.root = new CommandLine(this, new CommandFactory(surroundings));
    root.addMixin(ApiCommand.CONNECTION, new ConnectionOptions());
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Say what it does.")
                .build());
  }

  /// The command line with all commands that ask a fleet.
  public static SkiffCommand create(Surroundings surroundings) {
    SkiffCommand skiff = new SkiffCommand(surroundings);
    Commands.addTo(skiff, surroundings);
    return skiff;
  }

  /// Adds a command, or a group of them.
  ///
  /// @param name what the user types, the same as in its annotation
  /// @param command makes it; annotated with [Command], whose `header` is its line in the help
  public void add(HelpGroup group, String name, Supplier<?> command) {
    entries.put(name, new Entry(group, command));
  }

  /// Adds a command that is made already, named as its annotation says.
  ///
  /// @param command annotated with [Command], whose `header` is its line in the help
  public void add(HelpGroup group, Object command) {
    Command annotation = command.getClass().getAnnotation(Command.class);
    if (annotation == null) {
      throw new IllegalArgumentException(command.getClass() + " (expected: annotated @Command)");
    }
    add(group, annotation.name(), () -> command);
  }

  /// Carries the arguments out.
  ///
  /// @return the exit code for the process
  public int execute(String... arguments) {
    String name = commandIn(arguments);
    if (entries.containsKey(name)) {
      attach(name);
    } else {
      whole();
    }
    configure();
    int exitCode = root.execute(arguments);
    surroundings.out().flush();
    surroundings.err().flush();
    return exitCode;
  }

  /// The command line with all its commands.
  CommandLine whole() {
    entries.keySet().forEach(this::attach);
    return root;
  }

  private void attach(String name) {
    if (root.getSubcommands().containsKey(name)) {
      return;
    }
    Entry entry = Objects.requireNonNull(entries.get(name));
    CommandLine line = new CommandLine(entry.command().get(), new CommandFactory(surroundings));
    root.addSubcommand(name, line);
    String[] header = line.getCommandSpec().usageMessage().header();
    groups.add(entry.group(), name, header.length == 0 ? "" : header[0]);
  }

  /// The first argument that is neither an option nor an option's value; empty when there is none.
  private static String commandIn(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--url") || arguments[i].equals("--token")) {
        i++;
      } else if (!arguments[i].startsWith("-")) {
        return arguments[i];
      }
    }
    return "";
  }

  private void configure() {
    boolean colours = surroundings.colours(StandardStream.OUT);
    root.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
    root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    root.setExpandAtFiles(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.registerConverter(OutputFormat.class, new OutputFormatConverter());
    root.setUsageHelpWidth(WIDTH);
    root.setUsageHelpAutoWidth(false);
    root.setExecutionExceptionHandler(
        (exception, line, result) -> fail(FailureReport.of(exception), exception));
    root.setParameterExceptionHandler(
        (exception, arguments) -> fail(UsageReport.of(exception), exception));
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, groups);
    layOut(root);
    root.getCommandSpec().usageMessage().commandListHeading("");
    for (String name : new String[] {"run", "create", "exec"}) {
      // As in Docker: what follows the image or VM is not for skiff.
      CommandLine line = root.getSubcommands().get(name);
      if (line != null) {
        line.setStopAtPositional(true);
      }
    }
  }

  /// Gives each section of a command's help room, and leaves out the options of all commands.
  private static void layOut(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.synopsisHeading("%nUsage: ");
    usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
    usage.parameterListHeading(line.getSubcommands().isEmpty() ? "%n" : "");
    usage.commandListHeading("%nCommands:%n");
    for (CommandLine sub : line.getSubcommands().values()) {
      sub.getHelpSectionMap()
          .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::ownOptions);
      layOut(sub);
    }
  }

  private int fail(FailureReport report, Exception cause) {
    surroundings.out().flush();
    report.lines().forEach(surroundings.err()::println);
    if (surroundings.debug()) {
      cause.printStackTrace(surroundings.err());
    }
    return report.exitCode();
  }

  @Override
  public void run() {
    throw Failure.usage("which command?", "skiff --help lists them");
  }
}
