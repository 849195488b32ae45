package dev.skiff.gateway.api;

import dev.skiff.gateway.manifest.Parsed;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;

/// Refuses manifests that are not in order.
final class Manifests {
  private Manifests() {}

  /// @throws Problem with everything that is wrong
  static <T> T require(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Ok<T>(T value) -> value;
      case Parsed.Refused<T>(var errors) ->
          throw Problem.fields(ProblemCode.INVALID_MANIFEST, errors);
    };
  }
}
