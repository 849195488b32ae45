package dev.skiff.loadtests.watch;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Counts what the log says of starts and ends, in all and by tenths of a second. Read from any
/// thread.
public final class StartCount implements LogListener {
  private static final long TENTH_MILLIS = 100;

  private final TreeMap<Long, Long> runningByTenth = new TreeMap<>();
  private long hosts;
  private long jobs;
  private long vms;
  private long assigned;
  private long running;
  private long ended;
  private long lastRunningMillis;

  /// @param hosts joined for the first time or again
  /// @param jobs admitted
  /// @param vms of those jobs
  /// @param assigned VMs that got a host
  /// @param running VMs whose commands ran
  /// @param ended VMs that ended
  public record Counts(long hosts, long jobs, long vms, long assigned, long running, long ended) {}

  @Override
  public synchronized void counted(
      CellId cell, long offset, long appended, LogRecord.Transition transition) {
    for (CellEvent event : transition.events()) {
      if (event instanceof CellEvent.HostJoined) {
        hosts++;
      } else if (event instanceof CellEvent.JobAdmitted e) {
        jobs++;
        vms += e.spec().count();
      } else if (event instanceof CellEvent.VmsAssigned e) {
        assigned += e.count();
      } else if (event instanceof CellEvent.VmsRunning e) {
        running += e.count();
        lastRunningMillis = appended;
        runningByTenth.merge(appended / TENTH_MILLIS * TENTH_MILLIS, (long) e.count(), Long::sum);
      } else if (event instanceof CellEvent.VmEnded) {
        ended++;
      }
    }
  }

  public synchronized Counts counts() {
    return new Counts(hosts, jobs, vms, assigned, running, ended);
  }

  /// When the broker took the last record that says of VMs that they run; milliseconds since the
  /// epoch.
  public synchronized long lastRunningMillis() {
    return lastRunningMillis;
  }

  /// VMs whose commands began to run, by tenths of a second, in milliseconds since the epoch.
  public synchronized NavigableMap<Long, Long> runningByTenth() {
    return new TreeMap<>(runningByTenth);
  }
}
