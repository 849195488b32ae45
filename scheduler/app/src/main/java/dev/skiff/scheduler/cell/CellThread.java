package dev.skiff.scheduler.cell;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.core.owner.Role;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that runs one cell's duty cycle. It waits until a port signals or [#IDLE_NANOS] have
/// passed; it survives a worker that fails: the worker is thrown away with all that it has not
/// confirmed, and after a pause another one starts from the log.
public final class CellThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CellThread.class);

  /// Short against the owner's keep-alive, long enough for an idle cell to cost next to nothing.
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final CellId cell;
  private final Signal signal;
  private final LongSupplier nowMicros;
  private final Supplier<CellWorkplace> workplaces;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile CellStatus status;
  private volatile @Nullable CellWorkplace current;

  /// What goes on around the worker. Called on the cell's thread.
  public interface Listener {
    /// Before each cycle: a test may hold the thread here.
    default void beforeCycle() {}

    default void roleChanged(Role from, Role to) {}

    /// The worker failed while it was in this role.
    default void crashed(Role role, RuntimeException failure) {}
  }

  /// @param workplaces makes a worker and its ports, on the cell's thread
  public CellThread(
      CellId cell,
      Signal signal,
      LongSupplier nowMicros,
      Supplier<CellWorkplace> workplaces,
      Listener listener) {
    this.cell = cell;
    this.signal = signal;
    this.nowMicros = nowMicros;
    this.workplaces = workplaces;
    this.listener = listener;
    this.status = status(Role.LOADING, "has just started", LogPosition.START);
    this.thread = Thread.ofPlatform().name("skiff-cell-" + cell).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  public CellStatus status() {
    return status;
  }

  public boolean isAlive() {
    return thread.isAlive();
  }

  /// Records of the log that wait to be folded; 0 when that is not known.
  public long logLag() {
    CellWorkplace workplace = current;
    return workplace == null ? 0 : workplace.logLag().getAsLong();
  }

  /// Ends the thread and closes the ports.
  @Override
  public void close() {
    stopped = true;
    signal.raise();
    thread.interrupt();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_NANOS;
    while (!stopped) {
      long started = System.nanoTime();
      try (CellWorkplace workplace = workplaces.get()) {
        current = workplace;
        work(workplace);
      } catch (RuntimeException e) {
        if (stopped) {
          return;
        }
        boolean lastedAWhile = System.nanoTime() - started > LONGEST_PAUSE_NANOS;
        pause = lastedAWhile ? FIRST_PAUSE_NANOS : Math.min(LONGEST_PAUSE_NANOS, pause * 2);
        crashed(e, pause);
      } catch (Error e) {
        // Out of memory, or a broken class path: for the process to be restarted, see /healthz.
        LOG.error("cell {}: its thread ends", cell, e);
        throw e;
      } finally {
        current = null;
      }
    }
  }

  private void work(CellWorkplace workplace) {
    Role before = Role.LOADING;
    while (!stopped) {
      listener.beforeCycle();
      int done = workplace.worker().doWork(nowMicros.getAsLong());
      Role role = workplace.worker().role();
      status = status(role, workplace.worker().reason(), workplace.worker().position());
      if (role != before) {
        listener.roleChanged(before, role);
        before = role;
      }
      if (done == 0) {
        signal.await(IDLE_NANOS);
      }
    }
    // The interrupt has done its duty; the ports close in peace.
    boolean _ = Thread.interrupted();
  }

  private void crashed(RuntimeException failure, long pause) {
    CellStatus last = status;
    LOG.error(
        "cell {}: the worker failed ({} at {}); another one starts in {} ms",
        cell,
        last.role(),
        last.position().next(),
        pause / 1_000_000,
        failure);
    status = status(Role.LOADING, "the worker failed: " + failure, last.position());
    listener.crashed(last.role(), failure);
    long end = System.nanoTime() + pause;
    while (!stopped && end - System.nanoTime() > 0) {
      signal.await(end - System.nanoTime());
    }
  }

  private CellStatus status(Role role, String reason, LogPosition position) {
    return new CellStatus(cell, role, reason, position, System.nanoTime());
  }
}
