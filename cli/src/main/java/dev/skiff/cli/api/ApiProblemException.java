package dev.skiff.cli.api;

/// The API refused.
public final class ApiProblemException extends RuntimeException {
  private final transient Problem problem;

  public ApiProblemException(Problem problem) {
    super(problem.status() + " " + problem.code() + ": " + problem.sentence());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
