package dev.skiff.agent.link;

import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Report;
import java.util.List;

/// Hears what the link hears. Called on virtual threads; may block, which is the backpressure.
public interface LinkEvents {
  /// Orders are read from now on. A session may be opened.
  void connected() throws InterruptedException;

  void ordersRead(OrderBatch batch) throws InterruptedException;

  /// Orders may have been missed.
  void ordersLost(String reason) throws InterruptedException;

  void delivered(List<Report> reports) throws InterruptedException;

  void heartbeatDelivered() throws InterruptedException;
}
