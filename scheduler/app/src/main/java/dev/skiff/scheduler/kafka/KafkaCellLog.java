package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.core.owner.CellLog;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PoisonSink;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// One cell's log on Kafka: an appender and a tail, each with clients of its own.
public final class KafkaCellLog implements CellLog, AutoCloseable {
  private final LogAppender appender;
  private final LogTail tail;
  private final EndOffsets ends;
  private final Runnable unwatch;

  /// @param wake run on other threads when there may be something to do
  /// @param appendNanos told how long each acknowledged append took
  public KafkaCellLog(
      KafkaSettings settings,
      CellId cell,
      EndOffsets ends,
      PoisonSink poison,
      Runnable wake,
      LongConsumer appendNanos) {
    Lane<LogRecord> lane = Lane.log(settings.topics(), cell);
    this.appender = new LogAppender(settings, lane, wake, appendNanos);
    this.tail = new LogTail(settings, lane, poison, wake);
    this.ends = ends;
    this.unwatch = ends.watch(tail);
  }

  @Override
  public void append(LogRecord record) {
    appender.append(record);
  }

  @Override
  public @Nullable Appended takeAppended() {
    return appender.takeAppended();
  }

  @Override
  public void seek(long next) {
    tail.seek(next);
    ends.askSoon();
  }

  @Override
  public List<Entry> poll() {
    return tail.poll();
  }

  @Override
  public void known(long next) {
    tail.known(next);
  }

  @Override
  public long readThrough() {
    return tail.readThrough();
  }

  @Override
  public boolean lostData() {
    return tail.lostData();
  }

  /// Records that were in the log when its end was last asked for and have not been handed out.
  /// Safe from any thread.
  public long lag() {
    return tail.lag();
  }

  @Override
  public void close() {
    unwatch.run();
    appender.close();
    tail.close();
  }
}
