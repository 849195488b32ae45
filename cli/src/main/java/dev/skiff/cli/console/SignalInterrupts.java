package dev.skiff.cli.console;

/// Interrupts of this process: SIGINT and SIGTERM.
final class SignalInterrupts implements Interrupts {
  @Override
  public Subscription listen(Runnable action) {
    Subscription interrupt = Signals.handle("INT", action);
    Subscription terminate = Signals.handle("TERM", action);
    return () -> {
      terminate.close();
      interrupt.close();
    };
  }
}
