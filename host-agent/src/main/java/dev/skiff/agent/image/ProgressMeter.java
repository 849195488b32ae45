package dev.skiff.agent.image;

/// Thins out progress reports to about one per MiB. Safe for several threads.
final class ProgressMeter {
  private static final long STEP_BYTES = 1 << 20;

  private final ImageProgress progress;
  private final ImageProgress.Phase phase;
  private final long total;
  private long done;
  private long reported;

  /// @param total -1 when not known
  ProgressMeter(ImageProgress progress, ImageProgress.Phase phase, long total) {
    this.progress = progress;
    this.phase = phase;
    this.total = total;
    progress.update(phase, 0, total);
  }

  synchronized void add(long bytes) {
    at(done + bytes);
  }

  synchronized void at(long bytes) {
    done = bytes;
    if (done - reported >= STEP_BYTES) {
      reported = done;
      progress.update(phase, done, total);
    }
  }

  synchronized long done() {
    return done;
  }

  synchronized void finish() {
    progress.update(phase, done, total < 0 ? done : total);
  }
}
