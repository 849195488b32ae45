package dev.skiff.scheduler.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.view.Views;
import dev.skiff.core.cell.Changes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the views of one cell should hold, and which part of that has not been written yet. It
/// shares the entities themselves with the cell's state, so it costs a map entry for each, and it
/// makes the views whole again without asking the cell's thread. Bounded by the number of entities:
/// a newer change replaces an older one that waits.
///
/// Guarded by its own lock: the cell's thread puts in, the writer's takes out.
final class ViewMirror {
  private final ViewTable<HostId> hosts = new ViewTable<>(Views.HOSTS, HostId::new);
  private final ViewTable<JobId> jobs = new ViewTable<>(Views.JOBS, JobId::new);
  private final ViewTable<VmId> vms = new ViewTable<>(Views.VMS, VmId::parse);
  private final ViewTable<String> namespaces = new ViewTable<>(Views.NAMESPACES, key -> key);
  private final List<ViewTable<?>> tables = List.of(hosts, jobs, vms, namespaces);
  private final CellId cell;
  private long offset = -1;
  private long at;
  private boolean complete;

  ViewMirror(CellId cell) {
    this.cell = cell;
  }

  /// Starts over; all of a cell is going to be restated.
  synchronized void reset(long newOffset, long newAt) {
    tables.forEach(ViewTable::clear);
    complete = false;
    offset = newOffset;
    at = newAt;
  }

  /// Takes in entities as they are.
  ///
  /// @param last all of the cell is known with them
  synchronized void restate(long newOffset, Changes some, boolean last) {
    merge(newOffset, at, some);
    complete |= last;
  }

  synchronized void clear() {
    tables.forEach(ViewTable::clear);
  }

  synchronized void merge(long newOffset, long newAt, Changes changes) {
    offset = newOffset;
    at = newAt;
    ViewItem gone = new ViewItem.Gone(newOffset, at);
    changes
        .hosts()
        .forEach((id, host) ->
            hosts.put(id, host.<ViewItem>map(h -> new ViewItem.OfHost(h, newOffset)).orElse(gone)));
    changes
        .jobs()
        .forEach((id, job) ->
            jobs.put(id, job.<ViewItem>map(j -> new ViewItem.OfJob(j, newOffset)).orElse(gone)));
    changes
        .vms()
        .forEach((id, vm) -> {
          Job job = changes.jobsOfVms().get(id.job());
          vms.put(
              id,
              vm.isPresent() && job != null ? new ViewItem.OfVm(vm.get(), job, newOffset) : gone);
        });
    changes
        .namespaces()
        .forEach((name, namespace) ->
            namespaces.put(
                cell + "/" + name,
                namespace.<ViewItem>map(n -> new ViewItem.OfNamespace(n, newOffset)).orElse(gone)));
  }

  /// Everything is to be written again, in the shadow of what changes.
  synchronized void rewriteAll() {
    tables.forEach(ViewTable::rewriteAll);
  }

  /// Takes what changed, and at most so many entities of each view of a rewrite under way. Followed
  /// by [#written] or [#failed].
  synchronized Batch take(int rewrites) {
    Map<String, Map<String, ViewItem>> taken = new HashMap<>();
    boolean whole = complete;
    for (ViewTable<?> table : tables) {
      taken.put(table.view(), table.take(rewrites));
      whole &= !table.isRewriting();
    }
    return new Batch(taken, offset, whole);
  }

  synchronized void written() {
    tables.forEach(ViewTable::written);
  }

  synchronized void failed() {
    tables.forEach(ViewTable::failed);
  }

  /// Whether there is something to write. What is left to bury is found in the round that writes
  /// the last of a restatement.
  synchronized boolean hasWork() {
    return backlog() > 0;
  }

  /// Entities that wait to be written.
  synchronized int backlog() {
    return tables.stream().mapToInt(ViewTable::backlog).sum();
  }

  synchronized boolean holds(String view, String key) {
    return tables.stream().anyMatch(table -> table.view().equals(view) && table.holds(key));
  }

  /// What is written in one go.
  ///
  /// @param views by view and key
  /// @param offset the log offset that the views reflect once it is written, if `whole`
  /// @param whole whether no rewrite is under way beyond it
  record Batch(Map<String, Map<String, ViewItem>> views, long offset, boolean whole) {}
}
