package dev.skiff.cli.vm;

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
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff attach`: this terminal becomes that of a VM's command.
@Command(
    name = "attach",
    header = "Connect this terminal to a microVM's own command.",
    customSynopsis = "skiff attach [--no-stdin] VM",
    description = {
      "Exits with the command's exit code. Ctrl-P Ctrl-Q lets go of a terminal and leaves the",
      "command running; without a terminal, Ctrl-C interrupts the command."
    })
public final class AttachCommand extends ApiCommand {
  private static final Duration PATIENCE = Duration.ofDays(1);

  @Option(names = "--no-stdin", description = "Only watch.")
  private boolean noStdin;

  @Parameters(paramLabel = "VM", description = "Its id or name, or a unique beginning.")
  private String name = "";

  public AttachCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Vm vm = new VmLookup(api()).vm(name);
    if (vm.over()) {
      throw new Failure(
          "%s is not running: it is %s".formatted(vm.id(), vm.state()), "skiff logs " + vm.id());
    }
    boolean tty = vm.json().path("spec").path("tty").asBoolean(false);
    boolean stdin = !noStdin && vm.json().path("spec").path("stdin").asBoolean(false);
    ApiRequest request = ApiRequest.get(Vms.path(vm.id()) + "/attach").within(PATIENCE);
    GuestSession session = new GuestSession(surroundings, () -> {});
    Interrupted interrupted = new Interrupted(session);
    try (Subscription _ = surroundings.interrupts().listen(interrupted::again)) {
      SessionEnd end = new Sessions(api(), surroundings).run(request, null, tty, stdin, session);
      return Endings.leave(surroundings, vm.id(), end);
    }
  }
}
