package dev.skiff.cli.vm;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.FailureReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Ends a VM in the foreground: at the first Ctrl-C and at the timeout with a stop, at the second
/// Ctrl-C by cutting its power. The third interrupts the thread that waits for it, and leaves the
/// VM as it is.
final class Stopper implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Vms vms;
  private final StartProgress progress;
  private final String id;
  private final Thread waiting = Thread.currentThread();
  private final @Nullable Thread timer;
  private volatile int interrupts;
  private volatile boolean timedOut;

  /// @param timeout null for none
  Stopper(Vms vms, StartProgress progress, String id, @Nullable Duration timeout) {
    this.vms = vms;
    this.progress = progress;
    this.id = id;
    this.timer = timeout == null ? null : Thread.ofVirtual().start(() -> stopAfter(timeout));
  }

  boolean interrupted() {
    return interrupts > 0;
  }

  boolean timedOut() {
    return timedOut;
  }

  /// Ctrl-C was pressed. Called by a signal's thread.
  synchronized void interrupt() {
    interrupts++;
    if (interrupts == 1) {
      say("stopping " + id + "; press Ctrl-C again to cut its power");
      Thread.ofVirtual().start(this::stop);
    } else if (interrupts == 2) {
      say("cutting the power of " + id);
      Thread.ofVirtual().start(this::kill);
    } else {
      say("leaving " + id + " as it is");
      waiting.interrupt();
    }
  }

  private void stopAfter(Duration timeout) {
    try {
      Thread.sleep(timeout);
      timedOut = true;
      stop();
    } catch (InterruptedException e) {
      // The VM ended before its time.
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    act(() -> vms.stop(id, GRACE));
  }

  private void kill() {
    act(() -> vms.kill(id));
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  private void act(Action action) {
    try {
      action.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      FailureReport.of(e).lines().forEach(progress::say);
    }
  }

  private void say(String sentence) {
    progress.say("skiff: " + sentence);
  }

  @Override
  public void close() {
    if (timer != null) {
      timer.interrupt();
    }
  }
}
