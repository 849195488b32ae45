package dev.skiff.contracts.order;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.wire.WireRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Orders for one host: the values of `skiff.orders`.
///
/// @param host for whom; also the record's key
/// @param session the agent session they are for; an agent of another session ignores them
/// @param logOffset offset in the cell's log of what they follow from; for one VM, an older order
///   after a newer one is ignored
/// @param orders in order
/// @param lease for exclusive VMs; null leaves the host what it has
@JsonTypeName("order-batch/1")
public record OrderBatch(
    HostId host, long session, long logOffset, List<Order> orders, @Nullable Lease lease)
    implements WireRecord {
  public OrderBatch {
    orders = List.copyOf(orders);
  }

  /// Orders without a lease.
  public static OrderBatch of(HostId host, long session, long logOffset, List<Order> orders) {
    return new OrderBatch(host, session, logOffset, orders, null);
  }

  /// Tells an agent whose session has been given up to join again: it says nothing else.
  public boolean asksToJoinAgain() {
    return orders.isEmpty() && lease == null;
  }
}
