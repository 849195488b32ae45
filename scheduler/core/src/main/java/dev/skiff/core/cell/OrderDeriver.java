package dev.skiff.core.cell;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.CellEvent.GhostSeen;
import dev.skiff.contracts.log.CellEvent.HostJoined;
import dev.skiff.contracts.log.CellEvent.JobRemoved;
import dev.skiff.contracts.log.CellEvent.LeaseGranted;
import dev.skiff.contracts.log.CellEvent.VmRemoved;
import dev.skiff.contracts.log.CellEvent.VmStopping;
import dev.skiff.contracts.log.CellEvent.VmWanted;
import dev.skiff.contracts.log.CellEvent.VmsAssigned;
import dev.skiff.contracts.order.Lease;
import dev.skiff.contracts.order.Order;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.JobSpec;
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
import org.jspecify.annotations.Nullable;

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
  private final Map<Address, Lease> leases = new TreeMap<>();

  /// Notes what follows from an event. To be called before the event is applied: what is removed is
  /// still there then.
  public void before(CellState state, CellEvent event) {
    switch (event) {
      case VmsAssigned e -> {
        JobSpec spec = state.requireJob(e.job()).spec();
        add(
            state,
            e.host(),
            new Order.Start(
                e.job(), e.first(), e.count(), e.incarnation(), spec.exclusive(), spec.vm()));
      }
      case VmStopping e -> {
        Vm vm = state.requireVm(e.vm());
        if (vm.host() != null) {
          add(state, vm.host(), stop(vm, e.graceMillis()));
        }
      }
      case VmWanted e -> {
        Vm vm = state.requireVm(e.vm());
        Order order = hold(vm.status(), vm, e.hold());
        if (vm.host() != null && order != null) {
          add(state, vm.host(), order);
        }
      }
      case CellEvent.VmHeld e -> {
        // It may be wanted otherwise by now.
        Vm vm = state.requireVm(e.vm());
        Order order = hold(statusOf(e.hold()), vm);
        if (vm.host() != null && order != null) {
          add(state, vm.host(), order);
        }
      }
      case LeaseGranted e ->
          leases.put(new Address(e.host(), e.session()), new Lease(e.heartbeat(), e.millis()));
      case GhostSeen e -> add(state, e.host(), new Order.Kill(e.vm(), e.incarnation()));
      case VmRemoved e -> forget(state, state.requireVm(e.vm()));
      case JobRemoved e -> state.vmsOf(e.job()).forEach(vm -> forget(state, vm));
      case HostJoined e -> anew(state, new Address(e.host(), e.session()));
      case CellEvent.Outcome _,
          CellEvent.Planned _,
          CellEvent.JobAdmitted _,
          CellEvent.KeyRefused _,
          CellEvent.JobUpdated _,
          CellEvent.JobCancelling _,
          CellEvent.JobWaiting _,
          CellEvent.KeysExpired _,
          CellEvent.QuotaSet _,
          CellEvent.VmsAdded _,
          CellEvent.VmNominated _,
          CellEvent.VmsStarting _,
          CellEvent.VmsRunning _,
          CellEvent.VmAdopted _,
          CellEvent.VmUnchanged _,
          CellEvent.VmEnded _,
          CellEvent.VmRequeued _,
          CellEvent.HostConflict _,
          CellEvent.HostChanged _,
          CellEvent.HostSuspected _,
          CellEvent.HostRecovered _,
          CellEvent.HostLost _,
          CellEvent.HostCordoned _,
          CellEvent.HostUncordoned _,
          CellEvent.HostDraining _,
          CellEvent.HostRemoved _,
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
    Order.@Nullable Start run = null;
    for (Vm vm : state.vmsOn(address.host())) {
      if (vm.status() == VmStatus.ASSIGNED) {
        Order.Start start = start(state, vm);
        if (run != null && continues(run, start)) {
          run =
              new Order.Start(
                  run.job(),
                  run.first(),
                  run.count() + 1,
                  run.incarnation(),
                  run.exclusive(),
                  run.spec());
          continue;
        }
        if (run != null) {
          add(address, run);
        }
        run = start;
        continue;
      }
      Order order =
          vm.status() == VmStatus.STOPPING
              ? stop(vm, RESTATED_GRACE_MILLIS)
              : hold(vm.status(), vm);
      if (order != null) {
        add(address, order);
      }
    }
    if (run != null) {
      add(address, run);
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
    return OrderBatch.of(host, session, logOffset, List.of());
  }

  public boolean isEmpty() {
    return orders.isEmpty() && leases.isEmpty();
  }

  /// The orders noted so far, by host, and forgets them.
  ///
  /// @param logOffset of the Transition that they follow from
  public List<OrderBatch> take(long logOffset) {
    List<OrderBatch> batches = new ArrayList<>();
    leases.forEach((address, lease) -> {
      if (!orders.containsKey(address)) {
        batches.add(new OrderBatch(address.host(), address.session(), logOffset, List.of(), lease));
      }
    });
    orders.forEach(
        (address, list) -> split(address, list, leases.get(address), logOffset, batches));
    orders.clear();
    leases.clear();
    return batches;
  }

  private static void split(
      Address address,
      List<Order> list,
      @Nullable Lease lease,
      long logOffset,
      List<OrderBatch> batches) {
    List<Order> part = new ArrayList<>();
    int bytes = 0;
    for (Order order : list) {
      int size = Codecs.sizeOf(order);
      if (!part.isEmpty() && bytes + size > BATCH_BYTES) {
        batches.add(new OrderBatch(address.host(), address.session(), logOffset, part, lease));
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(order);
      bytes += size;
    }
    batches.add(new OrderBatch(address.host(), address.session(), logOffset, part, lease));
  }

  private static Order.Start start(CellState state, Vm vm) {
    JobEntry job = state.requireJob(vm.id().job());
    return new Order.Start(
        vm.id().job(),
        vm.id().index(),
        1,
        vm.incarnation(),
        job.spec().exclusive(),
        job.job.vmSpec(vm.generation()));
  }

  private static boolean continues(Order.Start run, Order.Start next) {
    return run.job().equals(next.job())
        && run.first() + run.count() == next.first()
        && run.incarnation() == next.incarnation()
        && run.spec().equals(next.spec());
  }

  /// What brings a VM to where it is wanted; null when it is there.
  private static @Nullable Order hold(VmStatus status, Vm vm) {
    return hold(status, vm, vm.wanted());
  }

  private static @Nullable Order hold(VmStatus status, Vm vm, VmHold wanted) {
    return switch (status) {
      case RUNNING ->
          switch (wanted) {
            case NONE -> null;
            case PAUSED -> new Order.Pause(vm.id(), vm.incarnation());
            case SUSPENDED -> new Order.Suspend(vm.id(), vm.incarnation());
          };
      case PAUSED ->
          switch (wanted) {
            case NONE -> new Order.Resume(vm.id(), vm.incarnation());
            case PAUSED -> null;
            case SUSPENDED -> new Order.Suspend(vm.id(), vm.incarnation());
          };
      // From disk it can only go on; once it does, it can be paused.
      case SUSPENDED ->
          wanted == VmHold.SUSPENDED ? null : new Order.Resume(vm.id(), vm.incarnation());
      case CREATED, PENDING, ASSIGNED, STARTING, STOPPING, EXITED, FAILED, LOST, CANCELLED -> null;
    };
  }

  private static VmStatus statusOf(VmHold hold) {
    return switch (hold) {
      case NONE -> VmStatus.RUNNING;
      case PAUSED -> VmStatus.PAUSED;
      case SUSPENDED -> VmStatus.SUSPENDED;
    };
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
