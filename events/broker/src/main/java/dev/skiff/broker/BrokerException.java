package dev.skiff.broker;

/// The embedded broker could not start; the message is a sentence for whoever started it.
public final class BrokerException extends Exception {
  public BrokerException(String message) {
    super(message);
  }

  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
