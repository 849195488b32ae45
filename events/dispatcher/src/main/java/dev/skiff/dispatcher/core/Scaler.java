package dev.skiff.dispatcher.core;

import dev.skiff.contracts.function.FunctionSpec;

/// Keeps a function at the VMs that it should have.
final class Scaler {
  private long lastAsk;

  void scale(FunctionDesk desk, FunctionSpec spec, DispatchStep step) {
    int wanted = desk.wanted(spec, step.now());
    int missing = wanted - desk.pool().count(desk.version());
    if (missing > 0 && step.now() >= desk.askNotBefore()) {
      desk.pool().asked(++lastAsk, desk.version(), missing);
      step.effect(new DispatchEffect.Ask(lastAsk, spec, desk.version(), missing));
    }
    shrink(desk, spec, wanted, step);
  }

  /// VMs go when they have been idle for long enough and are more than are wanted, and those of an
  /// earlier version as soon as the new one serves.
  private static void shrink(FunctionDesk desk, FunctionSpec spec, int wanted, DispatchStep step) {
    VmPool pool = desk.pool();
    boolean replaced = pool.serves(desk.version());
    int here = pool.count(desk.version());
    for (VmPool.Member member : pool.all()) {
      boolean old = member.vm().version() != desk.version();
      boolean idle =
          member.isIdle()
              && step.now() - member.idleSince() >= spec.scale().keepAliveMillis() * 1_000;
      boolean goes = old ? member.isIdle() && (replaced || idle) : idle && here > wanted;
      if (goes) {
        pool.remove(member.vm().id());
        here -= old ? 0 : 1;
        step.effect(new DispatchEffect.Stop(member.vm().id(), false));
      }
    }
  }
}
