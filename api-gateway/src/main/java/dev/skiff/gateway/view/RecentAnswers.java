package dev.skiff.gateway.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.VmSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this gateway has answered lately, so that whoever asks again sees at least that much: up to
/// which offset of the log it told about a job, and the jobs it has just submitted. Bounded in
/// number and in bytes; safe for concurrent use.
public final class RecentAnswers {
  private static final int MAX_JOBS = 20_000;
  private static final long MAX_BYTES = 32L * 1024 * 1024;

  private final Map<JobId, Long> offsets =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Long> eldest) {
          return size() > MAX_JOBS;
        }
      };
  private final LinkedHashMap<JobId, Submitted> submitted = new LinkedHashMap<>();
  private final Map<Named, JobId> names = new HashMap<>();
  private final Map<CellId, Long> newest = new ConcurrentHashMap<>();
  private long bytes;

  /// Somebody was told of this job as of this offset of its cell's log.
  public void told(JobId job, long logOffset) {
    newest.merge(job.cell(), logOffset, Math::max);
    synchronized (this) {
      offsets.merge(job, logOffset, Math::max);
    }
  }

  public void submitted(Submitted job) {
    told(job.request().job(), job.settled().logOffset());
    synchronized (this) {
      submitted.put(job.request().job(), job);
      names.put(Named.of(job), job.request().job());
      bytes += weight(job);
      while (bytes > MAX_BYTES || submitted.size() > MAX_JOBS) {
        Submitted eldest = submitted.pollFirstEntry().getValue();
        names.remove(Named.of(eldest), eldest.request().job());
        bytes -= weight(eldest);
      }
    }
  }

  /// The newest offset that somebody was told of; -1 for none.
  public synchronized long offsetOf(JobId job) {
    return offsets.getOrDefault(job, -1L);
  }

  /// The newest offset of a cell that anybody was told of; -1 for none.
  public long newest(CellId cell) {
    return newest.getOrDefault(cell, -1L);
  }

  public synchronized Optional<Submitted> submission(JobId job) {
    return Optional.ofNullable(submitted.get(job));
  }

  public synchronized Optional<JobId> named(String namespace, String name) {
    return Optional.ofNullable(names.get(new Named(namespace, name)));
  }

  private static long weight(Submitted job) {
    VmSpec vm = job.request().spec().vm();
    long text = vm.command().stream().mapToLong(String::length).sum();
    for (Map.Entry<String, String> variable : vm.env().entrySet()) {
      text += variable.getKey().length() + variable.getValue().length();
    }
    return 1000 + 2 * text + 100L * job.settled().placed().size();
  }

  private record Named(String namespace, @Nullable String name) {
    static Named of(Submitted job) {
      return new Named(job.request().spec().namespace(), job.request().spec().name());
    }
  }
}
