package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.ReceiptEvent;
import java.util.List;

/// What follows from an input.
///
/// @param effects what to do, in order
/// @param receipts what to write into `skiff.receipts`, in order
public record Decided(List<DispatchEffect> effects, List<ReceiptEvent> receipts) {
  public Decided {
    effects = List.copyOf(effects);
    receipts = List.copyOf(receipts);
  }
}
