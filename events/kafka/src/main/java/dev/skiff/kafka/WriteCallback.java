package dev.skiff.kafka;

/// Told once what became of a record, on the writer's network thread: it must be quick and must not
/// throw. A record that is refused at once is told about on the sender's thread.
public interface WriteCallback {
  void written(Written where);

  void failed(WriteFailedException failure);
}
