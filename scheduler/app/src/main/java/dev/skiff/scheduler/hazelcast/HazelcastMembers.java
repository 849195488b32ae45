package dev.skiff.scheduler.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import dev.skiff.contracts.CellId;
import dev.skiff.core.owner.Members;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which schedulers are alive, by Hazelcast membership. Questions are answered from a copy that
/// membership events keep up to date, so asking costs nothing.
public final class HazelcastMembers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HazelcastMembers.class);

  private final HazelcastInstance hazelcast;
  private final String self;
  private final Runnable changed;
  private final UUID registration;
  private volatile Map<String, SchedulerMember> alive = Map.of();

  /// @param self id of this scheduler
  /// @param changed called after each change, on a Hazelcast thread
  public HazelcastMembers(HazelcastInstance hazelcast, String self, Runnable changed) {
    this.hazelcast = hazelcast;
    this.self = self;
    this.changed = changed;
    this.registration = hazelcast.getCluster().addMembershipListener(new Listener());
    refresh();
  }

  /// The same, as asked for one cell.
  public Members of(CellId cell) {
    return new Members() {
      @Override
      public boolean preferred() {
        return self.equals(preferredOwner(cell));
      }

      @Override
      public boolean alive(String scheduler) {
        return alive.containsKey(scheduler);
      }
    };
  }

  /// Who comes first for the cell among those that are alive; empty when nobody may own it.
  String preferredOwner(CellId cell) {
    String first =
        Rendezvous.first(
            cell,
            alive.values().stream()
                .filter(member -> member.mayOwn(cell))
                .map(SchedulerMember::id)
                .toList());
    return first == null ? "" : first;
  }

  @Override
  public void close() {
    if (hazelcast.getLifecycleService().isRunning()) {
      hazelcast.getCluster().removeMembershipListener(registration);
    }
  }

  private synchronized void refresh() {
    Map<String, SchedulerMember> now = new HashMap<>();
    for (Member member : hazelcast.getCluster().getMembers()) {
      SchedulerMember scheduler = SchedulerMember.of(member);
      if (scheduler != null && now.put(scheduler.id(), scheduler) != null) {
        LOG.error(
            "two live schedulers are called {}; give each its own id, or they take turns in vain",
            scheduler.id());
      }
    }
    alive = Map.copyOf(now);
  }

  private final class Listener implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      refresh();
      changed.run();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      refresh();
      changed.run();
    }
  }
}
