package dev.skiff.gateway.api;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.request.Request;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.request.Requests;
import dev.skiff.gateway.resource.Times;
import dev.skiff.gateway.tail.LogTail;
import dev.skiff.gateway.tail.LogTails;
import dev.skiff.gateway.tail.Settled;
import dev.skiff.gateway.view.FleetSummary;
import dev.skiff.gateway.view.FleetViews;
import dev.skiff.gateway.view.Lists;
import dev.skiff.gateway.view.Lookup;
import dev.skiff.gateway.view.RecentAnswers;
import dev.skiff.gateway.view.ViewOffsets;
import dev.skiff.gateway.view.Waiting;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/// What the endpoints work with.
public record Services(
    Requests requests,
    LogTails tails,
    FleetViews views,
    ViewOffsets offsets,
    RecentAnswers recent,
    Lookup lookup,
    Lists lists,
    Waiting waiting,
    FleetSummary summary,
    InstantSource clock) {
  /// Lists wait no longer than this for the views to show what was answered last.
  private static final long LIST_CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Asks a job's cell for something.
  ///
  /// @param request made with its `notAfter`
  /// @throws Problem when it was not carried out
  Settled ask(JobId job, LongFunction<Request> request) throws InterruptedException {
    if (!tails.has(job.cell())) {
      throw Problem.of(ProblemCode.NOT_FOUND, "there is no cell " + job.cell());
    }
    long now = Times.micros(clock.instant());
    Settled settled = requests.ask(job.cell(), request.apply(requests.notAfter(now))).settled();
    Outcome.require(settled);
    recent.told(job, settled.logOffset());
    return settled;
  }

  void catchUp() throws InterruptedException {
    List<CellId> cells = tails.all().stream().map(LogTail::cell).toList();
    lookup.catchUp(cells, LIST_CATCH_UP_NANOS);
  }
}
