package dev.skiff.cli.vm;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.ApiProblemException;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.stream.GuestSession;
import dev.skiff.cli.stream.LogPrinter;
import dev.skiff.cli.stream.LogReader;
import dev.skiff.cli.stream.SessionEnd;
import dev.skiff.cli.stream.Sessions;
import dev.skiff.cli.view.Vm;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A new VM in the foreground of a terminal: its output is printed until it is over, and its end is
/// this process's end.
final class Foreground {
  /// How long the VM's state may lag behind the end of its output before the output is looked at
  /// again: it may have been started once more.
  private static final Duration LAG = Duration.ofSeconds(2);

  private final ApiClient api;
  private final Vms vms;
  private final Surroundings surroundings;
  private final String id;
  private final boolean stdin;
  private final boolean tty;
  private boolean over;

  Foreground(ApiClient api, Surroundings surroundings, String id, boolean stdin, boolean tty) {
    this.api = api;
    this.vms = new Vms(api);
    this.surroundings = surroundings;
    this.id = id;
    this.stdin = stdin;
    this.tty = tty;
  }

  /// Whether the VM has ended.
  boolean over() {
    return over;
  }

  /// Follows the VM to its end.
  ///
  /// @param timeout it is stopped after this long; null never
  /// @return the exit code for this process
  int run(@Nullable Duration timeout) throws InterruptedException {
    try (StartProgress progress = StartProgress.begin(vms, surroundings, id);
        Stopper stopper = new Stopper(vms, progress, id, timeout);
        Subscription _ = surroundings.interrupts().listen(stopper::interrupt)) {
      if (stdin || tty) {
        SessionEnd end = attach(progress);
        if (end instanceof SessionEnd.Detached || end instanceof SessionEnd.Lost) {
          return Endings.leave(surroundings, id, end);
        }
      } else {
        follow(progress);
      }
      Vm vm = awaitEnd(progress);
      over = true;
      progress.end();
      return stopper.timedOut()
          ? Endings.timedOut(surroundings, vm, timeout)
          : Endings.report(surroundings, vm, stopper.interrupted());
    }
  }

  private SessionEnd attach(StartProgress progress) throws InterruptedException {
    ApiRequest request = ApiRequest.get(Vms.path(id) + "/attach").with("logs", true);
    try {
      GuestSession session = new GuestSession(surroundings, progress::end);
      return new Sessions(api, surroundings)
          .run(request.within(Duration.ofDays(1)), null, tty, stdin, session);
    } catch (ApiProblemException e) {
      if (e.problem().code().equals("vm-not-running")) {
        // It was over before the connection came about; its log has what it said.
        follow(progress);
        return new SessionEnd.Failed("", "");
      }
      throw e;
    }
  }

  private void follow(StartProgress progress) throws InterruptedException {
    LogPrinter printer = new LogPrinter(surroundings, false, progress::end);
    new LogReader(vms, api.target().url(), printer).follow(id, null, null);
  }

  /// Waits until the VM is over, printing what it says if its restart policy starts it again.
  private Vm awaitEnd(StartProgress progress) throws InterruptedException {
    int followed = vms.get(id).incarnation();
    while (true) {
      Optional<Vm> ended = vms.await(id, "finished", LAG);
      if (ended.isPresent()) {
        return ended.get();
      }
      Vm vm = vms.get(id);
      if (vm.incarnation() > followed && !vm.over()) {
        followed = vm.incarnation();
        follow(progress);
      }
    }
  }
}
