package dev.skiff.broker;

import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Kafka's own handlers of grave faults halt the process. A guest in somebody else's process keeps
/// the first fault for its host to see instead.
final class RecordedFaults implements FaultHandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedFaults.class);

  private final AtomicReference<@Nullable Throwable> first;

  RecordedFaults(AtomicReference<@Nullable Throwable> first) {
    this.first = first;
  }

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (message, cause) -> {
      RuntimeException fault = new IllegalStateException(name + ": " + message, cause);
      LOG.error("{} fault in the embedded broker", fatal ? "fatal" : "passing", fault);
      if (fatal) {
        first.compareAndSet(null, fault);
      }
      action.run();
      return fault;
    };
  }
}
