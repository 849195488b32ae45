package dev.skiff.gateway.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hazelcast.aggregation.Aggregators;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Resource;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.view.FleetViews.FleetMaps;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The whole fleet in one answer. Counting asks every member, so the answer is kept for a second.
public final class FleetSummary {
  private static final long FRESH_MICROS = 1_000_000;

  private final FleetViews views;
  private final InstantSource clock;
  private @Nullable ObjectNode last;
  private long lastAt;

  public FleetSummary(FleetViews views, InstantSource clock) {
    this.views = views;
    this.clock = clock;
  }

  public synchronized ObjectNode get() {
    long now = Times.micros(clock.instant());
    ObjectNode known = last;
    if (known != null && now - lastAt < FRESH_MICROS) {
      return known;
    }
    ObjectNode fresh = count(now);
    last = fresh;
    lastAt = now;
    return fresh;
  }

  private ObjectNode count(long now) {
    Collection<Seen<Cell>> cells = views.cells();
    ObjectNode fleet = Resource.of("Fleet");
    ObjectNode status = fleet.putObject("status").put("cells", cells.size());
    status.set("hosts", views.queried(FleetSummary::hosts));
    Resources promisable = Resources.NONE;
    Resources used = Resources.NONE;
    long unfinished = 0;
    long pending = 0;
    for (Seen<Cell> seen : cells) {
      promisable = promisable.plus(seen.entity().promisable());
      used = used.plus(seen.entity().used());
      unfinished += seen.entity().unfinishedVms();
      pending += seen.entity().pendingVms();
    }
    long running = views.queried(maps -> with(maps.vms(), VmStatus.RUNNING.name()));
    status.set(
        "vms",
        Json.object()
            .put("unfinished", unfinished)
            .put("pending", pending)
            .put("running", running));
    status.set("jobs", views.queried(FleetSummary::jobs));
    status.set("promisable", Resource.amounts(promisable));
    status.set("used", Resource.amounts(used));
    status.set("free", Resource.amounts(promisable.minusOrZero(used)));
    status.put("at", Times.text(now));
    return fleet;
  }

  private static ObjectNode hosts(FleetMaps maps) {
    ObjectNode node = Json.object();
    long total = 0;
    for (HostStatus status : HostStatus.values()) {
      long hosts = with(maps.hosts(), status.name());
      total += hosts;
      node.put(status.name().toLowerCase(Locale.ROOT), hosts);
    }
    return node.put("total", total);
  }

  private static ObjectNode jobs(FleetMaps maps) {
    long total = maps.jobs().aggregate(Aggregators.count(), FleetViews.present());
    long active =
        with(maps.jobs(), JobStatus.ACTIVE.name()) + with(maps.jobs(), JobStatus.CANCELLING.name());
    return Json.object().put("total", total).put("active", active);
  }

  private static long with(IMap<String, ViewEntry> map, String status) {
    return map.aggregate(
        Aggregators.count(),
        Predicates.and(FleetViews.present(), Predicates.equal("status", status)));
  }
}
