package dev.skiff.kafka;

/// The brokers did not answer in time, or the topic is not there.
public final class KafkaUnreachableException extends Exception {
  KafkaUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
