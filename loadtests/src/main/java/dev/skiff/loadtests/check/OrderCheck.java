package dev.skiff.loadtests.check;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;

/// Holds orders to following from the log: nobody acts on what was never decided. Asked when the
/// log has been read.
final class OrderCheck {
  private final Findings findings;
  private final EventCheck log;
  private long orders;

  OrderCheck(Findings findings, EventCheck log) {
    this.findings = findings;
    this.log = log;
  }

  void take(String where, OrderBatch batch) {
    for (Order order : batch.orders()) {
      orders++;
      if (order instanceof Order.Start start) {
        for (int vm = start.first(); vm < start.first() + start.count(); vm++) {
          start(where, batch, start.job(), vm, start.incarnation());
        }
      }
    }
  }

  private void start(String where, OrderBatch batch, JobId job, int vm, int incarnation) {
    JobVms.Placement placement = log.placement(job, vm, incarnation);
    if (placement == null) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "%s is to start %s.%d in incarnation %d, which the log never placed"
              .formatted(batch.host(), job, vm, incarnation));
      return;
    }
    HostId host = log.hosts().name(placement.host());
    if (!host.equals(batch.host())) {
      findings.add(
          Kind.DOUBLED,
          where,
          "%s is to start %s.%d in incarnation %d, which the log placed on %s"
              .formatted(batch.host(), job, vm, incarnation, host));
    }
    if (placement.offset() > batch.logOffset()) {
      findings.add(
          Kind.ILLEGAL,
          where,
          "%s.%d is ordered by the log up to %d, and was placed at %d"
              .formatted(job, vm, batch.logOffset(), placement.offset()));
    }
  }

  long orders() {
    return orders;
  }
}
