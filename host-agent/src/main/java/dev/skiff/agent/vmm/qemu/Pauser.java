package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets QEMU's virtual CPUs stand still and go on. A VM that is being ended goes on for good: a
/// guest that stands still hears no signal.
final class Pauser {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Runnable onResume;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable QmpConnection qmp;
  private volatile VmHold hold = VmHold.NONE;
  private boolean ending;

  /// @param onResume run when the VM goes on; its clock stood still too
  Pauser(Runnable onResume) {
    this.onResume = onResume;
  }

  void use(QmpConnection connection) {
    qmp = connection;
  }

  /// What an earlier agent left it in.
  void found(VmHold found) {
    hold = found;
  }

  VmHold hold() {
    return hold;
  }

  void pause() throws VmmException, InterruptedException {
    lock.lock();
    try {
      if (ending) {
        throw new VmmException("vm-ending", "the VM has been told to end, so it is not paused");
      }
      if (hold != VmHold.PAUSED) {
        execute("stop");
        hold = VmHold.PAUSED;
      }
    } finally {
      lock.unlock();
    }
  }

  void resume() throws VmmException, InterruptedException {
    lock.lock();
    try {
      if (hold != VmHold.NONE) {
        execute("cont");
        hold = VmHold.NONE;
        onResume.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The VM is to end by itself: it goes on, and is paused no more.
  void resumeForGood() throws VmmException, InterruptedException {
    lock.lock();
    try {
      ending = true;
    } finally {
      lock.unlock();
    }
    resume();
  }

  private void execute(String command) throws VmmException, InterruptedException {
    QmpConnection connection = qmp;
    if (connection == null) {
      throw new VmmException("vmm-failed", "QEMU cannot be asked: there is no connection to it");
    }
    connection.execute(command, Map.of(), PATIENCE);
  }
}
