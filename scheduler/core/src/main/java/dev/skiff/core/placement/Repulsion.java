package dev.skiff.core.placement;

import dev.skiff.contracts.spec.Selector;

/// The other side of a required anti-affinity: where the VMs of jobs that have the rule are, the
/// jobs that it selects must not go. Without it the rule would hold only for who comes last.
final class Repulsion {
  final Rule rule;

  /// The VMs of all jobs that have the rule.
  final Census holders = new Census();

  int jobs;

  Repulsion(Rule rule) {
    this.rule = rule;
  }

  /// @param by hosts with the same value of this label are near
  /// @param to which jobs must stay away
  record Rule(String by, Selector to) {}
}
