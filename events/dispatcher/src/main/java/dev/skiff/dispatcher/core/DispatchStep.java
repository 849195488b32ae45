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
}
