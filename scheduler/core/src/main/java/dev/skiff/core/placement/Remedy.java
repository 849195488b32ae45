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

  private static final List<Dimension> DIMENSIONS = List.of(Dimension.values());

  private final RankingKey key;
  private double cost = Double.MAX_VALUE;
  private String sentence = "";

  Remedy(RankingKey key) {
    this.key = key;
  }

  /// @param never whether the host would not do even if it were empty
  void consider(HostSlot host, List<Obstacle> found, boolean never) {
    if (found.size() == 1 && cheapest(found.getFirst()) < cost) {
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

  /// What a remedy for this costs at least, so that sentences are made only for better ones.
  private static double cheapest(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Status status ->
          status.status() == HostStatus.CORDONED ? UNCORDON : HOST_RETURNS;
      case Obstacle.Constraint constraint -> DROP_CONSTRAINT;
      case Obstacle.Unlabelled unlabelled -> DROP_CONSTRAINT;
      case Obstacle.Neighbours neighbours -> DROP_RULE;
      case Obstacle.Shortage shortage -> 0;
    };
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
    double less = 0;
    for (Dimension dimension : DIMENSIONS) {
      double share = (double) missing(dimension, need, room) / Math.max(1, dimension.of(need));
      if (share > MOST_LESS) {
        return;
      }
      less += share;
    }
    if (less >= cost) {
      return;
    }
    List<String> changes = new ArrayList<>();
    for (Dimension dimension : DIMENSIONS) {
      long missing = missing(dimension, need, room);
      if (missing > 0) {
        changes.add(dimension.less(missing));
      }
    }
    String fits = never ? "it would fit on %s when that is empty" : "it would fit on %s";
    offer(less, "with %s %s".formatted(String.join(", ", changes), fits.formatted(host.id)));
  }

  private static long missing(Dimension dimension, Resources need, Resources room) {
    return Math.max(0, dimension.of(need) - dimension.of(room));
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
