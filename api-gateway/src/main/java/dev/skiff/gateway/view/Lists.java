package dev.skiff.gateway.view;

import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.gateway.view.JobOrder.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pages of jobs, VMs and hosts. Blocks: for virtual threads.
public final class Lists {
  static final int CHUNK = 200;

  private final FleetViews views;
  private final JobOrder order;

  public Lists(FleetViews views) {
    this.views = views;
    this.order = new JobOrder(views);
  }

  /// Jobs, newest first.
  ///
  /// @param next of the page before; null for the first
  public Page<Seen<Job>> jobs(Filter filter, int limit, @Nullable String next) {
    return jobs(filter, limit, next, _ -> true);
  }

  /// Those jobs that are services, newest first.
  ///
  /// @param next of the page before; null for the first
  public Page<Seen<Job>> services(Filter filter, int limit, @Nullable String next) {
    return jobs(filter, limit, next, job -> job.spec().isService());
  }

  private Page<Seen<Job>> jobs(
      Filter filter, int limit, @Nullable String next, Predicate<Job> which) {
    Cursor cursor = Cursor.parse(next);
    Set<String> ids = views.jobIds(filter.jobs(filter.prefix()));
    List<Place> places =
        order.sorted(ids, cursor).stream()
            .filter(place -> cursor == null || !place.id().equals(cursor.id()))
            .toList();
    List<Seen<Job>> items = new ArrayList<>();
    for (int from = 0; from < places.size(); from += CHUNK) {
      List<Place> chunk = places.subList(from, Math.min(places.size(), from + CHUNK));
      Map<String, Seen<Job>> entities =
          views.jobs(chunk.stream().map(Place::id).collect(Collectors.toSet()));
      for (Place place : chunk) {
        Seen<Job> job = entities.get(place.id());
        if (job != null && which.test(job.entity()) && matches(filter, job.entity())) {
          if (items.size() == limit) {
            return new Page<>(items, cursorAfter(items.getLast()));
          }
          items.add(job);
        }
      }
    }
    return new Page<>(items, null);
  }

  /// VMs with their jobs: those of the newest job first, then by index.
  public Page<VmWithJob> vms(Filter filter, int limit, @Nullable String next) {
    Cursor cursor = Cursor.parse(next);
    return new VmWalk(views, order, filter, limit, cursor).page();
  }

  /// Hosts by id.
  public Page<Seen<Host>> hosts(Filter filter, int limit, @Nullable String next) {
    Cursor cursor = Cursor.parse(next);
    String prefix = filter.prefix();
    List<String> ids =
        views.hostIds(prefix == null ? Filter.and(List.of()) : Filter.startingWith(prefix)).stream()
            .filter(id -> cursor == null || id.compareTo(cursor.id()) > 0)
            .sorted()
            .toList();
    List<Seen<Host>> items = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += CHUNK) {
      List<String> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
      Map<String, Seen<Host>> entities = views.hosts(new HashSet<>(chunk));
      for (String id : chunk) {
        Seen<Host> host = entities.get(id);
        if (host != null && matches(filter, host.entity())) {
          if (items.size() == limit) {
            String last = items.getLast().entity().id().value();
            return new Page<>(items, new Cursor(0, last, -1).toString());
          }
          items.add(host);
        }
      }
    }
    return new Page<>(items, null);
  }

  private static String cursorAfter(Seen<Job> last) {
    return new Cursor(last.entity().accepted(), last.entity().id().value(), -1).toString();
  }

  private static boolean matches(Filter filter, Job job) {
    return (filter.states().isEmpty() || filter.states().contains(job.status().name()))
        && filter.selector().matches(job.spec().labels());
  }

  private static boolean matches(Filter filter, Host host) {
    return (filter.states().isEmpty() || filter.states().contains(host.status().name()))
        && filter.selector().matches(host.facts().labels());
  }
}
