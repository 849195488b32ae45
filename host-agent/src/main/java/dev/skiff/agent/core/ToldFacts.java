package dev.skiff.agent.core;

import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The host's facts, and which of them the cell has been told. A change is told once it is some
/// seconds old: a host that pulls ten images says so once.
final class ToldFacts {
  /// In us.
  static final long EVERY = 5_000_000;

  /// References may be long, and the facts must fit into a `Joined`.
  private static final int MAX_CHARACTERS = 8 * 1_024;

  private HostFacts facts;
  private Set<String> told = Set.of();
  private long toldAt;

  ToldFacts(HostFacts facts) {
    this.facts = facts.withImages(bounded(facts.images()));
  }

  HostFacts facts() {
    return facts;
  }

  void hold(List<String> images) {
    facts = facts.withImages(bounded(images));
  }

  private static List<String> bounded(List<String> images) {
    List<String> chosen = new ArrayList<>();
    int characters = 0;
    for (String image : images) {
      characters += image.length();
      if (chosen.size() == HostFacts.MAX_IMAGES || characters > MAX_CHARACTERS) {
        break;
      }
      chosen.add(image);
    }
    return chosen;
  }

  void joined(long uptime) {
    told = Set.copyOf(facts.images());
    toldAt = uptime;
  }

  /// Another order of the same images is no news.
  void tell(StepBuilder step) {
    if (step.uptime() - toldAt >= EVERY && !told.equals(Set.copyOf(facts.images()))) {
      joined(step.uptime());
      step.report(new Report.FactsChanged(facts));
    }
  }
}
