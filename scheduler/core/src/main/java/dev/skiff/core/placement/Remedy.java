package dev.skiff.core.placement;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The cheapest change by which a VM would find a host: a little less of what it asks for, then
/// what its operator or its owner can undo, then another host. What takes away more than half of
/// what was asked for is no remedy.
final class Remedy {
  private static final double UNCORDON = 0.25;
  private static final double MOST_LESS = 0.5;
  private static final double DROP_CONSTRAINT = 1;
  private static final double DROP_RULE = 2;
  private static final double HOST_RETURNS = 3;

  private final RankingKey key;
  private double cost = Double.MAX_VALUE;
  private String sentence = "";

  Remedy(RankingKey key) {
    this.key = key;
  }

  /// @param never whether the host would not do even if it were empty
  void consider(HostSlot host, List<Obstacle> found, boolean never) {
    if (found.size() == 1) {
      switch (found.getFirst()) {
        case Obstacle.Status(HostStatus status) -> status(host, status);
        case Obstacle.Constraint(Selector selector) ->
            offer(
                DROP_CONSTRAINT,
                "without the constraint %s it would fit on %s"
                    .formatted(Obstacle.shortened(selector.toString()), host.id));
        case Obstacle.Unlabelled(String label) ->
            offer(
                DROP_CONSTRAINT,
                "with a label %s it would fit on %s".formatted(Obstacle.shortened(label), host.id));
        case Obstacle.Neighbours(Rule rule) ->
            offer(DROP_RULE, "%s; without that it would fit on %s".formatted(rule.asks(), host.id));
        case Obstacle.Shortage shortage -> {
          // Looked at below, with the other shortages.
        }
      }
    }
    if (!found.isEmpty() && found.stream().allMatch(Obstacle.Shortage.class::isInstance)) {
      less(host, never);
    }
  }

  String sentence() {
    return sentence.isEmpty() ? "a host%s would be needed".formatted(wanted()) : sentence;
  }

  private void status(HostSlot host, HostStatus status) {
    switch (status) {
      case CORDONED -> offer(UNCORDON, "uncordon " + host.id);
      case DRAINING -> offer(HOST_RETURNS, "it would fit on %s, which drains".formatted(host.id));
      case SUSPECT, LOST ->
          offer(HOST_RETURNS, "it would fit on %s, which is silent".formatted(host.id));
      case READY -> throw new IllegalStateException(host.id + ": READY keeps nobody away");
    }
  }

  private void less(HostSlot host, boolean never) {
    Resources need = key.ask().need();
    Resources room = never ? host.capacity : host.free();
    List<String> changes = new ArrayList<>();
    double less = 0;
    for (Dimension dimension : Dimension.values()) {
      long missing = dimension.of(need) - dimension.of(room);
      if (missing > 0) {
        double share = (double) missing / dimension.of(need);
        if (share > MOST_LESS) {
          return;
        }
        less += share;
        changes.add(dimension.less(missing));
      }
    }
    String fits = never ? "it would fit on %s when that is empty" : "it would fit on %s";
    offer(less, "with %s %s".formatted(String.join(", ", changes), fits.formatted(host.id)));
  }

  /// Of remedies that cost the same the one on the first host is taken.
  private void offer(double price, String text) {
    if (price < cost) {
      cost = price;
      sentence = text;
    }
  }

  private String wanted() {
    String labels =
        key.constraints().stream().map(Selector::toString).collect(Collectors.joining(","));
    Resources need = key.ask().need();
    return "%s with %s CPU, %s memory, %s disk free"
        .formatted(
            labels.isEmpty() ? "" : " labelled " + Obstacle.shortened(labels),
            Dimension.CPU.amount(need.milliCpu()),
            Dimension.MEMORY.amount(need.memoryMib()),
            Dimension.DISK.amount(need.diskMib()));
  }
}
