package dev.skiff.kafka;

/// A topic is there but is not what the fleet needs; the message says what differs.
public final class TopicMismatchException extends Exception {
  TopicMismatchException(String message) {
    super(message);
  }
}
