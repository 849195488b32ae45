package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.ProgressLine;
import dev.skiff.cli.view.Vm;

/// Shows how far the start of a VM has come, until its command runs or this is closed. Where
/// standard error is no terminal, only a wait for a host is worth a line.
final class StartProgress implements AutoCloseable {
  private static final long POLL_MILLIS = 250;
  private static final long LONG_POLL_MILLIS = 2_000;

  private final Vms vms;
  private final Surroundings surroundings;
  private final String id;
  private final ProgressLine line;
  private final boolean terminal;
  private final Thread poller;
  private final long began;
  private String said = "";

  private StartProgress(Vms vms, Surroundings surroundings, String id) {
    this.vms = vms;
    this.surroundings = surroundings;
    this.id = id;
    this.line = new ProgressLine(surroundings);
    this.terminal = surroundings.terminal().isTerminal(StandardStream.ERR);
    this.began = surroundings.clock().millis();
    this.poller = Thread.ofVirtual().unstarted(this::poll);
  }

  static StartProgress begin(Vms vms, Surroundings surroundings, String id) {
    StartProgress progress = new StartProgress(vms, surroundings, id);
    progress.poller.start();
    return progress;
  }

  private void poll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Vm vm = vms.get(id);
        if (vm.running() || vm.over()) {
          line.wipe();
          return;
        }
        show(vm);
        Thread.sleep(terminal ? POLL_MILLIS : LONG_POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Whoever waits for the VM itself meets the same trouble, and says so.
      line.wipe();
    }
  }

  private void show(Vm vm) {
    String waited = " (" + Amounts.age((surroundings.clock().millis() - began) * 1_000) + ")";
    switch (vm.state()) {
      case "PENDING" -> {
        line.show("pending: " + vm.reason() + waited);
        if (!terminal && !vm.reason().isEmpty() && !vm.reason().equals(said)) {
          said = vm.reason();
          say("skiff: " + id + " waits: " + said);
        }
      }
      case "ASSIGNED" -> line.show("placed on " + vm.host() + waited);
      case "STARTING" -> line.show("booting on " + vm.host() + waited);
      default -> line.show(vm.state() + waited);
    }
  }

  /// Says something to people in between.
  void say(String sentence) {
    line.wipe();
    surroundings.err().println(sentence);
  }

  @Override
  public void close() {
    end();
  }

  /// Shows nothing more; what was shown is wiped.
  void end() {
    poller.interrupt();
    try {
      poller.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    line.wipe();
  }
}
