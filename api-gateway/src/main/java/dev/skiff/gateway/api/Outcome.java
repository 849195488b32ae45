package dev.skiff.gateway.api;

import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.tail.Settled;

/// What the outcome of a request means over HTTP.
final class Outcome {
  private Outcome() {}

  /// @throws Problem when the request was not carried out
  static void require(Settled settled) {
    require(settled.code(), settled.detail());
  }

  /// @throws Problem unless the code says that it was carried out
  static void require(OutcomeCode code, String detail) {
    switch (code) {
      case DONE, REPEATED -> {}
      case KEY_REUSED ->
          throw problem(
              ProblemCode.KEY_REUSED, detail, "use a new Idempotency-Key for another manifest");
      case NAME_TAKEN ->
          throw problem(
              ProblemCode.NAME_TAKEN, detail, "choose another name or remove the job that has it");
      case NEVER_FITS ->
          throw problem(ProblemCode.NEVER_FITS, detail, "ask for less, or add larger hosts");
      case NO_ROOM ->
          throw problem(ProblemCode.NO_ROOM, detail, "wait for running work to end, or add hosts")
              .retryAfter(5);
      case QUOTA_EXCEEDED ->
          throw problem(
                  ProblemCode.QUOTA_EXCEEDED,
                  detail,
                  "end some of the namespace's VMs, or raise its quota")
              .retryAfter(5);
      case CONFLICT -> throw problem(ProblemCode.CONFLICT, detail, "it has changed: read it again");
      case NOT_FOUND -> throw problem(ProblemCode.NOT_FOUND, detail, "it is gone");
      case WRONG_STATE ->
          throw problem(ProblemCode.WRONG_STATE, detail, "look at its state and try again");
      case CELL_FULL ->
          throw problem(ProblemCode.CELL_FULL, detail, "remove what is over, or try again later")
              .retryAfter(5);
      case EXPIRED ->
          throw problem(ProblemCode.EXPIRED, detail, "nothing was done: try again").retryAfter(1);
      case REJECTED -> throw problem(ProblemCode.REJECTED, detail, "the scheduler's log says more");
    }
  }

  private static Problem problem(ProblemCode code, String detail, String otherwise) {
    return Problem.of(code, detail.isEmpty() ? otherwise : detail);
  }
}
