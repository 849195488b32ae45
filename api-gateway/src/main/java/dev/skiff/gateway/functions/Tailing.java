package dev.skiff.gateway.functions;

import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.PositionLostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that follows topics, and begins anew a moment after whatever stopped it.
final class Tailing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tailing.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /// Follows until it is closed, or something is wrong.
  interface Following {
    void follow() throws KafkaUnreachableException, PositionLostException, InterruptedException;
  }

  private final String what;
  private final Following following;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile String detail = "not begun";

  Tailing(String what, Following following) {
    this.what = what;
    this.following = following;
    this.thread = Thread.ofPlatform().name(what + "-tail").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean isClosed() {
    return closing.getCount() == 0;
  }

  /// What it last met.
  String detail() {
    return detail;
  }

  void say(String text) {
    detail = text;
  }

  private void run() {
    while (!isClosed()) {
      try {
        following.follow();
      } catch (KafkaUnreachableException e) {
        detail = String.valueOf(e.getMessage());
      } catch (PositionLostException e) {
        LOG.warn("{} are read anew: {}", what, e.getMessage());
        detail = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("{} are read anew after a fault", what, e);
        detail = String.valueOf(e.getMessage());
      }
      pause();
    }
  }

  private void pause() {
    try {
      boolean over = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("{}: {}", what, over ? "closing" : "trying again");
    } catch (InterruptedException e) {
      closing.countDown();
    }
  }

  /// The caller wakes a poll that waits.
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
