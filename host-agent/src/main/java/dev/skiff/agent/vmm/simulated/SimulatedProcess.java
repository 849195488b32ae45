package dev.skiff.agent.vmm.simulated;

import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.VmmException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Plays a script on a virtual thread. Standard input comes back on standard output; any signal
/// ends it.
final class SimulatedProcess implements GuestProcess {
  private static final int SIGNAL_BASE = 128;

  private final Script script;
  private final boolean stdin;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stdinOpen;
  private int signal;
  private boolean abandoned;
  private boolean still;

  SimulatedProcess(Script script, boolean stdin, Listener listener) {
    this.script = script;
    this.stdin = stdin;
    this.stdinOpen = stdin;
    this.listener = listener;
  }

  /// @param elapsed how long it has run already, in a process that is gone
  void start(String name, Duration elapsed) {
    Thread.ofVirtual().name(name).start(() -> play(elapsed));
  }

  private void play(Duration elapsed) {
    Duration done = elapsed;
    for (Script.Step step : script.steps()) {
      switch (step) {
        case Script.Step.Wait(Duration time) -> {
          if (time != null && done.compareTo(time) >= 0) {
            done = done.minus(time);
          } else {
            if (!sleep(time == null ? null : time.minus(done))) {
              return;
            }
            done = Duration.ZERO;
          }
        }
        case Script.Step.Print(String text) -> {
          // What comes before the present moment was printed by the process that is gone.
          if (done.isZero()) {
            listener.stdout(text.getBytes(StandardCharsets.UTF_8));
          }
        }
        case Script.Step.Exit(int code) -> {
          listener.exited(code);
          return;
        }
      }
    }
    listener.exited(0);
  }

  /// @return false when the process ended meanwhile
  private boolean sleep(@org.jspecify.annotations.Nullable Duration time) {
    long left = time == null ? Long.MAX_VALUE : time.toNanos();
    lock.lock();
    try {
      // A command of no known length that reads its input ends with it.
      while (left > 0 && signal == 0 && !abandoned && !(time == null && stdin && !stdinOpen)) {
        if (still) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
      }
      if (abandoned) {
        return false;
      }
      if (signal == 0) {
        return true;
      }
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
    listener.exited(SIGNAL_BASE + signal);
    return false;
  }

  @Override
  public void stdin(byte[] data) throws VmmException {
    lock.lock();
    try {
      if (!stdinOpen) {
        throw new VmmException(
            "stdin-closed", "the command's standard input is closed; nothing reads it");
      }
    } finally {
      lock.unlock();
    }
    listener.stdout(data);
  }

  @Override
  public void closeStdin() {
    change(() -> stdinOpen = false);
  }

  @Override
  public void signal(int number) {
    change(() -> signal = number);
  }

  @Override
  public void resize(int columns, int rows) {}

  /// Its time stands still, or goes on; a signal ends it in either case.
  void standStill(boolean nowStill) {
    change(() -> still = nowStill);
  }

  /// Ends it without a word.
  void abandon() {
    change(() -> abandoned = true);
  }

  int signal() {
    return signal;
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
