package dev.skiff.gateway.view;

import com.hazelcast.client.HazelcastClientOfflineException;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Single entities and raw queries of the Hazelcast views. Tombstones are passed over. Every method
/// blocks (for virtual threads) and throws a [Problem] when the cluster cannot be reached.
public final class FleetViews {
  private final HazelcastInstance hazelcast;

  /// Asks for nothing yet: a client that has not connected has no maps.
  public FleetViews(HazelcastInstance hazelcast) {
    this.hazelcast = hazelcast;
  }

  public Optional<Seen<Job>> job(JobId id) {
    return one(Views.JOBS, id.value(), Job.class);
  }

  /// A job by its name; names are unique in a namespace.
  public Optional<Seen<Job>> job(String namespace, String name) {
    Predicate<String, ViewEntry> named =
        Predicates.and(
            present(), Predicates.equal("name", name), Predicates.equal("namespace", namespace));
    return guarded(() -> map(Views.JOBS).values(named)).stream()
        .findFirst()
        .map(entry -> seen(entry, Job.class));
  }

  public Optional<Seen<Vm>> vm(VmId id) {
    return one(Views.VMS, id.toString(), Vm.class);
  }

  public Optional<Seen<Host>> host(HostId id) {
    return one(Views.HOSTS, id.value(), Host.class);
  }

  public Collection<Seen<Cell>> cells() {
    return guarded(() -> map(Views.CELLS).values(present())).stream()
        .map(entry -> seen(entry, Cell.class))
        .toList();
  }

  /// Every namespace's share in every cell.
  public Collection<Seen<Namespace>> namespaces() {
    return guarded(() -> map(Views.NAMESPACES).values(present())).stream()
        .map(entry -> seen(entry, Namespace.class))
        .toList();
  }

  Map<String, Seen<Job>> jobs(Set<String> ids) {
    return some(Views.JOBS, ids, Job.class);
  }

  Map<String, Seen<Vm>> vms(Set<String> ids) {
    return some(Views.VMS, ids, Vm.class);
  }

  Map<String, Seen<Host>> hosts(Set<String> ids) {
    return some(Views.HOSTS, ids, Host.class);
  }

  Set<String> jobIds(Predicate<String, ViewEntry> which) {
    return guarded(() -> map(Views.JOBS).keySet(Predicates.and(present(), which)));
  }

  Set<String> vmIds(Predicate<String, ViewEntry> which) {
    return guarded(() -> map(Views.VMS).keySet(Predicates.and(present(), which)));
  }

  Set<String> hostIds(Predicate<String, ViewEntry> which) {
    return guarded(() -> map(Views.HOSTS).keySet(Predicates.and(present(), which)));
  }

  <R> R queried(Function<FleetMaps, R> query) {
    return guarded(
        () -> query.apply(new FleetMaps(map(Views.HOSTS), map(Views.VMS), map(Views.JOBS))));
  }

  static Predicate<String, ViewEntry> present() {
    return Predicates.equal("removed", false);
  }

  private IMap<String, ViewEntry> map(String name) {
    return hazelcast.getMap(name);
  }

  private <T> Optional<Seen<T>> one(String map, String key, Class<T> type) {
    ViewEntry entry = guarded(() -> new Holder(map(map).get(key))).entry();
    return Optional.ofNullable(entry).filter(e -> !e.removed()).map(e -> seen(e, type));
  }

  private <T> Map<String, Seen<T>> some(String map, Set<String> keys, Class<T> type) {
    Map<String, ViewEntry> entries = guarded(() -> map(map).getAll(keys));
    Map<String, Seen<T>> result = LinkedHashMap.newLinkedHashMap(entries.size());
    entries.forEach((key, entry) -> {
      if (!entry.removed()) {
        result.put(key, seen(entry, type));
      }
    });
    return result;
  }

  private static <T> Seen<T> seen(ViewEntry entry, Class<T> type) {
    return new Seen<>(Codecs.entityFromJson(entry.json(), type), entry.cell(), entry.logOffset());
  }

  private static <R> R guarded(Supplier<R> query) {
    try {
      return query.get();
    } catch (HazelcastException
        | HazelcastInstanceNotActiveException
        | HazelcastClientOfflineException e) {
      throw Problem.of(
              ProblemCode.VIEWS_UNAVAILABLE, "Hazelcast does not answer: " + e.getMessage())
          .retryAfter(1);
    }
  }

  /// The maps, for queries that span them.
  record FleetMaps(
      IMap<String, ViewEntry> hosts, IMap<String, ViewEntry> vms, IMap<String, ViewEntry> jobs) {}

  private record Holder(@Nullable ViewEntry entry) {}
}
