package dev.skiff.core.owner;

/// No state could be loaded; trying again later may help.
public final class CheckpointUnavailableException extends RuntimeException {
  public CheckpointUnavailableException(String message) {
    super(message);
  }

  public CheckpointUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
