package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.state.Ghost;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.wire.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What hosts must do because of an event. Orders follow from the log alone, so they can be derived
/// again at any time: [#anew] gives everything that a host should be told now.
public final class OrderDeriver {
  private static final int BATCH_BYTES = 200 * 1024;

  /// How long a VM that was told to end before gets when it is told again; how long it had is not
  /// kept.
  private static final long RESTATED_GRACE_MILLIS = 10_000;

  /// @param session of the agent that they are for
  private record Address(HostId host, long session) implements Comparable<Address> {
    @Override
    public int compareTo(Address other) {
      int byHost = host.compareTo(other.host);
      return byHost != 0 ? byHost : Long.compare(session, other.session);
    }
  }

  private final Map<Address, List<Order>> orders = new TreeMap<>();

  /// Notes what follows from an event. To be called before the event is applied: what is removed is
  /// still there then.
  public void before(CellState state, CellEvent event) {
    switch (event) {
      case VmsAssigned e -> {
        for (int i = e.first(); i < e.first() + e.count(); i++) {
          add(
              state,
              e.host(),
              new Order.Start(
                  new VmId(e.job(), i),
                  e.incarnation(),
                  state.requireJob(e.job()).job.spec().vm()));
        }
      }
      case VmStopping e -> {
        Vm vm = state.requireVm(e.vm());
        if (vm.host() != null) {
          add(state, vm.host(), stop(vm, e.graceMillis()));
        }
      }
      case GhostSeen e -> add(state, e.host(), new Order.Kill(e.vm(), e.incarnation()));
      case VmRemoved e -> forget(state, state.requireVm(e.vm()));
      case JobRemoved e -> state.vmsOf(e.job()).forEach(vm -> forget(state, vm));
      case HostJoined e -> anew(state, new Address(e.host(), e.session()));
      case CellEvent.Outcome _,
          CellEvent.JobAdmitted _,
          CellEvent.JobCancelling _,
          CellEvent.KeysExpired _,
          CellEvent.VmsPending _,
          CellEvent.VmStarting _,
          CellEvent.VmRunning _,
          CellEvent.VmAdopted _,
          CellEvent.VmEnded _,
          CellEvent.VmRequeued _,
          CellEvent.HostChanged _,
          CellEvent.HostSuspected _,
          CellEvent.HostRecovered _,
          CellEvent.HostLost _,
          CellEvent.GhostGone _,
          CellEvent.InputRejected _ -> {}
    }
  }

  /// Notes everything that a host must do by the state as it is.
  public void anew(CellState state, HostId id) {
    Host host = state.host(id);
    if (host != null && host.status() != HostStatus.LOST) {
      anew(state, new Address(id, host.session()));
    }
  }

  private void anew(CellState state, Address address) {
    for (Vm vm : state.vmsOn(address.host())) {
      if (vm.status() == VmStatus.ASSIGNED) {
        add(
            address,
            new Order.Start(
                vm.id(), vm.incarnation(), state.requireJob(vm.id().job()).job.spec().vm()));
      } else if (vm.status() == VmStatus.STOPPING) {
        add(address, stop(vm, RESTATED_GRACE_MILLIS));
      }
    }
    HostEntry entry = state.hosts.get(address.host());
    if (entry != null) {
      for (Ghost ghost : entry.ghosts.values()) {
        add(address, new Order.Kill(ghost.vm(), ghost.incarnation()));
      }
    }
  }

  /// Tells an agent whose host counts as lost to join again: a batch without orders.
  public static OrderBatch joinAgain(HostId host, long session, long logOffset) {
    return new OrderBatch(host, session, logOffset, List.of());
  }

  public boolean isEmpty() {
    return orders.isEmpty();
  }

  /// The orders noted so far, by host, and forgets them.
  ///
  /// @param logOffset of the Transition that they follow from
  public List<OrderBatch> take(long logOffset) {
    List<OrderBatch> batches = new ArrayList<>();
    orders.forEach((address, list) -> split(address, list, logOffset, batches));
    orders.clear();
    return batches;
  }

  private static void split(
      Address address, List<Order> list, long logOffset, List<OrderBatch> batches) {
    List<Order> part = new ArrayList<>();
    int bytes = 0;
    for (Order order : list) {
      int size = Codecs.sizeOf(order);
      if (!part.isEmpty() && bytes + size > BATCH_BYTES) {
        batches.add(new OrderBatch(address.host(), address.session(), logOffset, part));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(order);
      bytes += size;
    }
    batches.add(new OrderBatch(address.host(), address.session(), logOffset, part));
  }

  private static Order stop(Vm vm, long graceMillis) {
    return graceMillis == 0
        ? new Order.Kill(vm.id(), vm.incarnation())
        : new Order.Stop(vm.id(), vm.incarnation(), graceMillis);
  }

  private void forget(CellState state, Vm vm) {
    if (vm.host() != null) {
      add(state, vm.host(), new Order.Forget(vm.id(), vm.incarnation()));
    }
  }

  private void add(CellState state, HostId id, Order order) {
    Host host = state.host(id);
    if (host != null) {
      add(new Address(id, host.session()), order);
    }
  }

  private void add(Address address, Order order) {
    orders.computeIfAbsent(address, a -> new ArrayList<>()).add(order);
  }
}
