package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of a request that look at each host by itself.
final class HostRules {
  private final Rule[] rules;

  /// By rule; null for those that are no spread.
  private final @Nullable HostSkew[] skews;

  private final boolean[] open;
  private final Resources need;
  private final int wish;

  HostRules(List<Rule> rules, Resources need, int hosts, int wish) {
    this.need = need;
    this.rules = rules.toArray(new Rule[0]);
    this.open = new boolean[this.rules.length];
    this.skews = new HostSkew[this.rules.length];
    for (int i = 0; i < skews.length; i++) {
      skews[i] =
          this.rules[i].kind() == Rule.Kind.SPREAD ? new HostSkew(this.rules[i], hosts) : null;
    }
    this.wish = wish;
  }

  boolean isEmpty() {
    return rules.length == 0;
  }

  /// Takes note of a host's counts before it is looked at.
  void note(int leaf, HostSlot host, boolean eligible) {
    for (HostSkew skew : skews) {
      if (skew != null) {
        skew.note(leaf, host, eligible);
      }
    }
  }

  /// @return whether what follows for one host has changed for all of them
  boolean refresh() {
    boolean changed = false;
    for (int i = 0; i < rules.length; i++) {
      HostSkew skew = skews[i];
      if (skew != null) {
        changed |= skew.refresh();
      }
      boolean now = rules[i].isOpen();
      changed |= open[i] != now;
      open[i] = now;
    }
    return changed;
  }

  /// @return what it costs; [Rule#BLOCKED] when a rule forbids it
  long cost(HostSlot host) {
    long cost = 0;
    for (int i = 0; i < rules.length; i++) {
      long one = cost(i, host);
      if (one == Rule.BLOCKED) {
        return Rule.BLOCKED;
      }
      cost += one;
    }
    return cost;
  }

  /// What one rule makes of a host.
  long cost(int rule, HostSlot host) {
    HostSkew skew = skews[rule];
    return rules[rule].cost(
        rules[rule].census().on(host),
        skew == null ? 0 : skew.least(),
        open[rule],
        rules[rule].asksForRoom(open[rule]) ? host.room(need) : 0,
        wish);
  }
}
