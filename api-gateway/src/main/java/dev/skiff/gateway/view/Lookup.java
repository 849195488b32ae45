package dev.skiff.gateway.view;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.Vm;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Finds one job, VM or host by what people call it, and shows at least what this gateway has told
/// of it before: a GET after a 201 sees the job. Blocks: for virtual threads.
public final class Lookup {
  /// How long a view may take to catch up before what was answered is shown instead.
  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final FleetViews views;
  private final ViewOffsets offsets;
  private final RecentAnswers recent;

  public Lookup(FleetViews views, ViewOffsets offsets, RecentAnswers recent) {
    this.views = views;
    this.offsets = offsets;
    this.recent = recent;
  }

  /// A job by its id, or by its name in a namespace.
  ///
  /// @throws Problem when there is none
  public Seen<Job> job(String idOrName, String namespace) throws InterruptedException {
    return job(jobId(idOrName, namespace));
  }

  public Seen<Job> job(JobId id) throws InterruptedException {
    catchUp(id);
    return views
        .job(id)
        .or(() -> ahead(id, () -> recent.submission(id).map(Submitted::job)))
        .orElseThrow(() -> none("job", id.value()));
  }

  /// The job that has a name; empty when none has, as far as can be seen from here.
  public Optional<Seen<Job>> named(String name, String namespace) throws InterruptedException {
    Optional<JobId> id =
        recent
            .named(namespace, name)
            .or(() -> views.job(namespace, name).map(seen -> seen.entity().id()));
    if (id.isEmpty()) {
      return Optional.empty();
    }
    catchUp(id.get());
    return views
        .job(id.get())
        .or(() -> ahead(id.get(), () -> recent.submission(id.get()).map(Submitted::job)));
  }

  /// A VM by its id, or as `<job name>.<index>` in a namespace.
  ///
  /// @throws Problem when there is none
  public VmWithJob vm(String idOrName, String namespace) throws InterruptedException {
    return vm(vmId(idOrName, namespace));
  }

  public VmWithJob vm(VmId id) throws InterruptedException {
    catchUp(id.job());
    Seen<Vm> vm =
        views
            .vm(id)
            .or(() -> ahead(id.job(), () -> recent.submission(id.job()).flatMap(s -> s.vm(id))))
            .orElseThrow(() -> none("VM", id.toString()));
    return new VmWithJob(vm, job(id.job()).entity());
  }

  public Seen<Host> host(String id) {
    try {
      return views.host(new HostId(id)).orElseThrow(() -> none("host", id));
    } catch (IllegalArgumentException noId) {
      throw none("host", id);
    }
  }

  /// The id of a job that may or may not exist.
  public JobId jobId(String idOrName, String namespace) {
    try {
      return new JobId(idOrName);
    } catch (IllegalArgumentException name) {
      return recent
          .named(namespace, idOrName)
          .or(() -> views.job(namespace, idOrName).map(seen -> seen.entity().id()))
          .orElseThrow(() -> none("job", namespace + "/" + idOrName));
    }
  }

  /// The id of a VM that may or may not exist.
  public VmId vmId(String idOrName, String namespace) {
    try {
      return VmId.parse(idOrName);
    } catch (IllegalArgumentException name) {
      int dot = idOrName.lastIndexOf('.');
      String index = idOrName.substring(dot + 1);
      if (dot < 1 || !index.matches("0|[1-9][0-9]{0,5}")) {
        throw none("VM", idOrName);
      }
      JobId job = jobId(idOrName.substring(0, dot), namespace);
      return new VmId(job, Integer.parseInt(index));
    }
  }

  /// Waits a moment for the views of all cells to show what was answered last.
  public void catchUp(Iterable<CellId> cells, long nanos) throws InterruptedException {
    long giveUp = System.nanoTime() + nanos;
    for (CellId cell : cells) {
      long newest = recent.newest(cell);
      if (newest >= 0) {
        offsets.await(cell, newest, Math.max(0, giveUp - System.nanoTime()));
      }
    }
  }

  private void catchUp(JobId job) throws InterruptedException {
    long told = recent.offsetOf(job);
    if (told >= 0) {
      offsets.await(job.cell(), told, CATCH_UP_NANOS);
    }
  }

  private <T> Optional<T> ahead(JobId job, Supplier<Optional<T>> remembered) {
    long told = recent.offsetOf(job);
    if (told < 0 || offsets.of(job.cell()) >= told) {
      return Optional.empty();
    }
    Optional<T> answer = remembered.get();
    if (answer.isEmpty()) {
      throw Problem.of(
              ProblemCode.VIEWS_UNAVAILABLE, "the views do not show it yet: ask again in a moment")
          .retryAfter(1);
    }
    return answer;
  }

  private static Problem none(String kind, String id) {
    return Problem.of(ProblemCode.NOT_FOUND, "there is no " + kind + " \"" + id + "\"");
  }
}
