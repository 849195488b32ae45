package dev.skiff.agent.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Which images were used last. Bounded. Safe for concurrent use.
final class RecentImages {
  private static final int MOST = 256;
  private static final String LATEST = ":latest";

  private final SequencedMap<String, Boolean> used = new LinkedHashMap<>();

  /// A reference as people write it: without the tag that is meant when there is none.
  static String familiar(String reference) {
    return reference.endsWith(LATEST)
        ? reference.substring(0, reference.length() - LATEST.length())
        : reference;
  }

  synchronized void use(String reference) {
    used.putFirst(familiar(reference), true);
    if (used.size() > MOST) {
      used.pollLastEntry();
    }
  }

  /// Those that were used, most recent first.
  synchronized List<String> inOrder() {
    return new ArrayList<>(used.sequencedKeySet());
  }
}
