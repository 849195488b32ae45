package dev.skiff.cli.api;

/// Where the fleet is was told in a way that cannot be used; the message says where and why.
public final class TargetException extends RuntimeException {
  public TargetException(String message) {
    super(message);
  }
}
