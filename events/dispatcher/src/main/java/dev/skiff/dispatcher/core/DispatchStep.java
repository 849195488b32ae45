package dev.skiff.dispatcher.core;

import dev.skiff.contracts.invocation.ReceiptEvent;
import java.util.ArrayList;
import java.util.List;

/// What follows from an input: what to do, and what to write into the receipts. Collected while the
/// input is handled.
final class DispatchStep {
  private final long now;
  private final List<DispatchEffect> effects = new ArrayList<>();
  private final List<ReceiptEvent> receipts = new ArrayList<>();

  DispatchStep(long now) {
    this.now = now;
  }

  long now() {
    return now;
  }

  void effect(DispatchEffect effect) {
    effects.add(effect);
  }

  void receipt(ReceiptEvent event) {
    receipts.add(event);
  }

  Decided decided() {
    return new Decided(effects, receipts);
  }

  /// @param effects what to do, in order
  /// @param receipts what to write into `skiff.receipts`, in order
  record Decided(List<DispatchEffect> effects, List<ReceiptEvent> receipts) {
    Decided {
      effects = List.copyOf(effects);
      receipts = List.copyOf(receipts);
    }
  }
}
