package dev.skiff.contracts.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Requirements about one label that no host can meet together. Found before anything is asked of a
/// cell: a job with such constraints would only ever wait.
///
/// @param requirements two where two suffice, in the order in which they were given; more only
///   where it takes more
public record Contradiction(List<Requirement> requirements) {
  public Contradiction {
    requirements = List.copyOf(requirements);
  }

  /// The first contradiction, label by label in the order of their first mention; empty when some
  /// host could match them all.
  static Optional<Contradiction> in(List<Selector> selectors) {
    Map<String, List<Requirement>> byLabel = new LinkedHashMap<>();
    for (Selector selector : selectors) {
      for (Requirement requirement : selector.requirements()) {
        byLabel.computeIfAbsent(requirement.key(), _ -> new ArrayList<>()).add(requirement);
      }
    }
    return byLabel.values().stream()
        .map(Contradiction::among)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Contradiction> among(List<Requirement> aboutOne) {
    if (canHold(aboutOne)) {
      return Optional.empty();
    }
    for (int later = 1; later < aboutOne.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        List<Requirement> pair = List.of(aboutOne.get(earlier), aboutOne.get(later));
        if (!canHold(pair)) {
          return Optional.of(new Contradiction(pair));
        }
      }
    }
    return Optional.of(new Contradiction(smallest(aboutOne)));
  }

  /// Leaves out whatever is not needed for the contradiction.
  private static List<Requirement> smallest(List<Requirement> aboutOne) {
    List<Requirement> left = new ArrayList<>(aboutOne);
    for (Requirement requirement : aboutOne) {
      List<Requirement> without = new ArrayList<>(left);
      without.remove(requirement);
      if (!canHold(without)) {
        left = without;
      }
    }
    return left;
  }

  /// Whether a label, present or absent, can meet all of these. Values that are only excluded leave
  /// endlessly many others.
  private static boolean canHold(List<Requirement> aboutOne) {
    boolean absent = false;
    boolean present = false;
    Set<String> allowed = null;
    Set<String> excluded = new HashSet<>();
    for (Requirement requirement : aboutOne) {
      switch (requirement.operator()) {
        case ABSENT -> absent = true;
        case EXISTS -> present = true;
        case NOT_EQUAL, NOT_IN -> excluded.addAll(requirement.values());
        case EQUAL, IN -> {
          present = true;
          if (allowed == null) {
            allowed = new HashSet<>(requirement.values());
          } else {
            allowed.retainAll(requirement.values());
          }
        }
      }
    }
    if (absent && present) {
      return false;
    }
    return allowed == null || !excluded.containsAll(allowed);
  }

  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(" and "))
        + " cannot hold together";
  }
}
