package dev.skiff.gateway.tail;

import dev.skiff.contracts.CellId;
import dev.skiff.kafka.KafkaSettings;
import java.util.List;
import java.util.stream.IntStream;

/// The tails of all cells.
public final class LogTails implements AutoCloseable {
  private final Watches watches = new Watches();
  private final List<LogTail> tails;

  public LogTails(KafkaSettings settings) {
    tails =
        IntStream.range(0, settings.topics().cells())
            .mapToObj(cell -> new LogTail(settings, new CellId(cell), watches))
            .toList();
  }

  public void start() {
    tails.forEach(LogTail::start);
  }

  public LogTail of(CellId cell) {
    return tails.get(cell.value());
  }

  /// Whether there is such a cell: an id may name any.
  public boolean has(CellId cell) {
    return cell.value() < tails.size();
  }

  public List<LogTail> all() {
    return tails;
  }

  public Watches watches() {
    return watches;
  }

  @Override
  public void close() {
    tails.forEach(LogTail::close);
  }
}
