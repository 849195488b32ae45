package dev.skiff.cli.console;

/// Being told of something, until closed.
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
