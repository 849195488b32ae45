package dev.skiff.cli.vm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.VmLookup;
import dev.skiff.cli.stream.GuestSession;
import dev.skiff.cli.stream.SessionEnd;
import dev.skiff.cli.stream.Sessions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff exec`: a further command in a running VM.
@Command(
    name = "exec",
    header = "Run a further command in a running microVM.",
    customSynopsis = "skiff exec [OPTIONS] VM [--] COMMAND [ARG...]",
    description = "Exits with the command's exit code. Ctrl-C interrupts the command.",
    footer = {
      "",
      "Examples:",
      "  skiff exec web.0 -- cat /proc/uptime",
      "  skiff exec -it web.0 sh",
      "  tar c . | skiff exec -i web.0 -- tar x -C /srv"
    })
public final class ExecCommand extends ApiCommand {
  @Option(
      names = {"-i", "--interactive"},
      description = "Give it this standard input.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give it a terminal.")
  private boolean tty;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "A variable; without a value, the one it has here.")
  private List<String> variables = new ArrayList<>();

  @Option(names = "--env-file", paramLabel = "FILE", description = "Variables, one a line.")
  private List<Path> variableFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory; else the VM's.")
  private @Nullable String workdir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "User; else the VM's.")
  private @Nullable String user;

  @Parameters(index = "0", paramLabel = "VM", description = "Its id or name, or a beginning.")
  private String vm = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "What to run.")
  private List<String> command = new ArrayList<>();

  public ExecCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> words = CommandWords.of(command);
    if (words.isEmpty()) {
      throw Failure.usage("COMMAND: nothing to run", "skiff exec VM -- COMMAND [ARG...]");
    }
    String id = new VmLookup(api()).id(vm);
    ApiRequest request = ApiRequest.get(Vms.path(id) + "/exec");
    GuestSession session = new GuestSession(surroundings, () -> {});
    Interrupted interrupted = new Interrupted(session);
    try (Subscription _ = surroundings.interrupts().listen(interrupted::again)) {
      SessionEnd end =
          new Sessions(api(), surroundings).run(request, hello(words), tty, interactive, session);
      return Endings.leave(surroundings, id, end);
    }
  }

  private ObjectNode hello(List<String> words) {
    ObjectNode hello = JsonNodeFactory.instance.objectNode();
    words.forEach(hello.putArray("command")::add);
    ObjectNode environment = hello.putObject("env");
    Variables.collect(surroundings.environment(), variableFiles, variables)
        .forEach(environment::put);
    return hello
        .put("workdir", workdir)
        .put("user", user)
        .put("tty", tty)
        .put("stdin", interactive);
  }
}
