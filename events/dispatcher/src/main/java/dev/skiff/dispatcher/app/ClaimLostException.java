package dev.skiff.dispatcher.app;

/// A partition could not be claimed; nothing was done under the claim.
final class ClaimLostException extends Exception {
  ClaimLostException(String message) {
    super(message);
  }
}
