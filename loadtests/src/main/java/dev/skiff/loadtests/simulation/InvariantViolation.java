package dev.skiff.loadtests.simulation;

/// Something that must never happen did.
public final class InvariantViolation extends RuntimeException {
  InvariantViolation(String message) {
    super(message);
  }
}
