package dev.skiff.gateway.api;

import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import dev.skiff.gateway.tail.Settled;

/// What the outcome of a request means over HTTP.
final class Outcome {
  private Outcome() {}

  /// @throws Problem when the request was not carried out
  static void require(Settled settled) {
    switch (settled.code()) {
      case DONE, REPEATED -> {}
      case KEY_REUSED ->
          throw problem(
              ProblemCode.KEY_REUSED, settled, "use a new Idempotency-Key for another manifest");
      case NAME_TAKEN ->
          throw problem(
              ProblemCode.NAME_TAKEN, settled, "choose another name or remove the job that has it");
      case NEVER_FITS ->
          throw problem(ProblemCode.NEVER_FITS, settled, "ask for less, or add larger hosts");
      case NOT_FOUND -> throw problem(ProblemCode.NOT_FOUND, settled, "it is gone");
      case WRONG_STATE ->
          throw problem(ProblemCode.WRONG_STATE, settled, "look at its state and try again");
      case CELL_FULL ->
          throw problem(ProblemCode.CELL_FULL, settled, "remove what is over, or try again later")
              .retryAfter(5);
      case EXPIRED ->
          throw problem(ProblemCode.EXPIRED, settled, "nothing was done: try again").retryAfter(1);
      case REJECTED ->
          throw problem(ProblemCode.REJECTED, settled, "the scheduler's log says more");
    }
  }

  private static Problem problem(ProblemCode code, Settled settled, String otherwise) {
    return Problem.of(code, settled.detail().isEmpty() ? otherwise : settled.detail());
  }
}
