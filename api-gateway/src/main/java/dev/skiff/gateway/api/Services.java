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
import dev.skiff.gateway.view.FleetCells;
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
    FleetCells cells,
    InstantSource clock) {
  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Lists wait no longer than this for the views to show what was answered last.
  private static final long LIST_CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /// Asks a job's cell for something.
  ///
  /// @param request made with its `notAfter`
  /// @throws Problem when it was not carried out
  Settled ask(JobId job, LongFunction<Request> request) throws InterruptedException {
    Settled settled = ask(job.cell(), request);
    recent.told(job, settled.logOffset());
    return settled;
  }

  /// Asks a cell for something.
  ///
  /// @param request made with its `notAfter`
  /// @throws Problem when it was not carried out
  Settled ask(CellId cell, LongFunction<Request> request) throws InterruptedException {
    Settled settled = outcome(cell, request);
    Outcome.require(settled);
    return settled;
  }

  /// How a request to a cell ended.
  ///
  /// @throws Problem when that is not known
  Settled outcome(CellId cell, LongFunction<Request> request) throws InterruptedException {
    if (!tails.has(cell)) {
      throw Problem.of(ProblemCode.NOT_FOUND, "there is no cell " + cell);
    }
    return requests.ask(cell, Times.micros(clock.instant()), request).settled();
  }

  /// Waits a moment for the views of a cell to show what it has just answered.
  void catchUp(CellId cell, Settled settled) throws InterruptedException {
    offsets.await(cell, settled.logOffset(), CATCH_UP_NANOS);
  }

  void catchUp() throws InterruptedException {
    List<CellId> cells = tails.all().stream().map(LogTail::cell).toList();
    lookup.catchUp(cells, LIST_CATCH_UP_NANOS);
  }
}
