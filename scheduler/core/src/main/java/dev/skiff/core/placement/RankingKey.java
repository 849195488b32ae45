package dev.skiff.core.placement;

import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Selector;
import java.util.List;

/// What a ranking of the hosts depends on, apart from the hosts.
///
/// @param ask for scorers
/// @param constraints over the host's labels, all of which must match
/// @param preferences over the host's labels, which should match
/// @param groupedBy labels by which its hosts are kept apart
/// @param hostRules rules by host; the others are applied to groups
record RankingKey(
    Ask ask,
    List<Selector> constraints,
    List<Preference> preferences,
    List<String> groupedBy,
    List<Rule> hostRules) {

  /// Whether the host is one that could be chosen, full or not, as far as its labels go.
  boolean admits(HostSlot host) {
    for (Selector constraint : constraints) {
      if (!constraint.matches(host.labels())) {
        return false;
      }
    }
    return true;
  }

  /// @param wish what it costs when no preference is met
  int preferenceCost(HostSlot host, int wish) {
    long all = 0;
    long unmet = 0;
    for (Preference preference : preferences) {
      all += preference.weight();
      if (!preference.selector().matches(host.labels())) {
        unmet += preference.weight();
      }
    }
    return all == 0 ? 0 : (int) (wish * unmet / all);
  }
}
