package dev.skiff.agent.guest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Output of one process that waits for its listener. Credit bounds its bytes, and neighbouring
/// output of one channel is joined, so that a guest that writes byte by byte cannot make it costly:
/// beyond a number of runs, the order of standard output and error against each other is given up.
final class Deliveries {
  private static final int MAX_RUNS = 256;
  private static final int JOIN_UP_TO = FrameCodec.MAX_DATA;

  sealed interface Delivery {
    record Output(byte channel, ByteBuffer data) implements Delivery {}

    record Exited(GuestExit exit) implements Delivery {}

    record Lost(String reason) implements Delivery {}
  }

  private record Run(byte channel, ByteArrayOutputStream bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private @Nullable Delivery last;

  void output(byte channel, ByteBuffer data) {
    lock.lock();
    try {
      if (last == null) {
        run(channel).bytes().write(data.array(), data.arrayOffset(), data.remaining());
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private Run run(byte channel) {
    Run newest = runs.peekLast();
    if (newest != null && newest.channel() == channel && newest.bytes().size() < JOIN_UP_TO) {
      return newest;
    }
    if (runs.size() >= MAX_RUNS) {
      for (Iterator<Run> back = runs.descendingIterator(); back.hasNext(); ) {
        Run run = back.next();
        if (run.channel() == channel) {
          return run;
        }
      }
    }
    Run fresh = new Run(channel, new ByteArrayOutputStream());
    runs.add(fresh);
    return fresh;
  }

  /// What comes after all output; the first one counts.
  void finish(Delivery end) {
    lock.lock();
    try {
      if (last == null) {
        last = end;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next delivery; after an Exited or Lost there is none.
  Delivery take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        Run run = runs.poll();
        if (run != null) {
          return new Delivery.Output(run.channel(), ByteBuffer.wrap(run.bytes().toByteArray()));
        }
        Delivery end = last;
        if (end != null) {
          return end;
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
