package dev.skiff.kafka;

import java.util.concurrent.CompletableFuture;

/// A write as a future.
final class WriteFuture extends CompletableFuture<Written> implements WriteCallback {
  @Override
  public void written(Written where) {
    complete(where);
  }

  @Override
  public void failed(WriteFailedException failure) {
    completeExceptionally(failure);
  }
}
