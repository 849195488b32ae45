package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.HostStatus;
import java.util.Locale;

/// Something that keeps a host from taking a VM. Equal ones are counted together.
sealed interface Obstacle {
  /// A selector may be long, and an explanation stands in the log.
  int LONGEST = 80;

  /// A few words that go with "N hosts ...".
  String reason();

  /// The host takes no new VMs.
  record Status(HostStatus status) implements Obstacle {
    @Override
    public String reason() {
      return status.name().toLowerCase(Locale.ROOT);
    }
  }

  /// The host's labels do not match.
  record Constraint(Selector selector) implements Obstacle {
    @Override
    public String reason() {
      return "not matching \"" + shortened(selector.toString()) + "\"";
    }
  }

  /// The host lacks the label that a rule is by.
  record Unlabelled(String label) implements Obstacle {
    @Override
    public String reason() {
      return "without the label " + shortened(label);
    }
  }

  /// A rule about where other VMs are.
  record Neighbours(Rule rule) implements Obstacle {
    @Override
    public String reason() {
      return rule.reason();
    }
  }

  /// Not enough left.
  record Shortage(Dimension dimension, Resources need) implements Obstacle {
    @Override
    public String reason() {
      return dimension.shortage(need);
    }
  }

  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
  }
}
