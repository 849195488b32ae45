package dev.skiff.gateway.functions;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.kafka.KafkaSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/// All that endpoints of functions work with.
public final class Functions implements AutoCloseable {
  private final Topics topics;
  private final Appender appender;
  private final FunctionTable table;
  private final Deployments deployments;
  private final ReceiptTails receipts;
  private final Invocations invocations;
  private final InvocationLookup lookup;

  /// @param mostWaiting callers that may wait for an invocation at the same time
  public Functions(KafkaSettings settings, Duration linger, int mostWaiting, InstantSource clock) {
    topics = settings.topics();
    Outstanding outstanding = new Outstanding();
    appender = new Appender(settings, linger);
    table = new FunctionTable(settings);
    deployments = new Deployments(settings, appender, table, clock);
    receipts = new ReceiptTails(settings, clock, outstanding::release);
    invocations = new Invocations(settings, appender, receipts, outstanding, mostWaiting);
    lookup = new InvocationLookup(settings, receipts);
  }

  public void start() {
    table.start();
    receipts.start();
  }

  /// The fleet's own topics.
  public Topics topics() {
    return topics;
  }

  public FunctionTable table() {
    return table;
  }

  public Deployments deployments() {
    return deployments;
  }

  public ReceiptTails receipts() {
    return receipts;
  }

  public Invocations invocations() {
    return invocations;
  }

  public InvocationLookup lookup() {
    return lookup;
  }

  /// Invocations of a function that this gateway has seen, newest first.
  public List<Receipt> newest(FunctionId function, int limit) {
    return receipts.of(function).newest(function, limit);
  }

  /// Keys of a function that stand still, as far as this gateway has seen.
  public Collection<ParkedKey> parked(FunctionId function) {
    return receipts.of(function).parked(function);
  }

  @Override
  public void close() {
    table.close();
    receipts.close();
    appender.close();
  }
}
