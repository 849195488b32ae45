package dev.skiff.contracts.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a job's VMs may go, and where they should.
///
/// @param constraints selectors over host labels that a host must match, all of them
/// @param preferences selectors that a host should match
/// @param spread labels over whose values the VMs are spread
/// @param affinity jobs that the VMs must or should be near
/// @param antiAffinity jobs that the VMs must or should be away from
/// @param priority 0 to 100; pending VMs are placed in the order of priority, then arrival, and may
///   take the place of VMs of lower priority
/// @param lifetimeSeconds how long a VM is expected to run; null leaves it to be learnt
public record PlacementSpec(
    List<Selector> constraints,
    List<Preference> preferences,
    List<Spread> spread,
    List<Affinity> affinity,
    List<Affinity> antiAffinity,
    int priority,
    @Nullable Long lifetimeSeconds) {
  public static final PlacementSpec ANYWHERE =
      new PlacementSpec(List.of(), List.of(), List.of(), List.of(), List.of(), 0, null);

  /// Rules of each sort that a job may have.
  public static final int MAX_RULES = 16;

  public PlacementSpec {
    constraints = bounded("constraints", constraints);
    preferences = bounded("preferences", preferences);
    spread = bounded("spread", spread);
    affinity = bounded("affinity", affinity);
    antiAffinity = bounded("antiAffinity", antiAffinity);
    if (priority < 0 || priority > 100) {
      throw new IllegalArgumentException("priority: " + priority + " (expected: 0 to 100)");
    }
    if (lifetimeSeconds != null && lifetimeSeconds < 1) {
      throw new IllegalArgumentException(
          "lifetimeSeconds: " + lifetimeSeconds + " (expected: >= 1)");
    }
  }

  /// The same with other constraints.
  public PlacementSpec withConstraints(List<Selector> others) {
    return new PlacementSpec(
        others, preferences, spread, affinity, antiAffinity, priority, lifetimeSeconds);
  }

  /// The same with another priority.
  public PlacementSpec withPriority(int other) {
    return new PlacementSpec(
        constraints, preferences, spread, affinity, antiAffinity, other, lifetimeSeconds);
  }

  private static <T> List<T> bounded(String name, List<T> rules) {
    if (rules.size() > MAX_RULES) {
      throw new IllegalArgumentException(
          "%s: %d (expected: at most %d)".formatted(name, rules.size(), MAX_RULES));
    }
    return List.copyOf(rules);
  }
}
