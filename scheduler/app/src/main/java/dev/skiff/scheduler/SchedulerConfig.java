package dev.skiff.scheduler;

import dev.skiff.contracts.CellId;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.scheduler.admin.AdminSettings;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import dev.skiff.scheduler.hazelcast.SchedulerMember;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// All that a scheduler process is told.
///
/// @param id unique in the fleet and stable over restarts, for example `scheduler-1`
/// @param cells which cells it may own; empty for all of the fleet's
/// @param kafka the brokers and the topics
/// @param hazelcast the member of its own that it starts; not looked at when one is given
/// @param admin the operator's endpoint
/// @param rules numbers of the cell machine, `suspectAfter` and `lostAfter` among them
/// @param timings numbers of owning: keep-alive, silence, checkpoints
public record SchedulerConfig(
    String id,
    Set<CellId> cells,
    KafkaSettings kafka,
    HazelcastSettings hazelcast,
    AdminSettings admin,
    CellRules rules,
    OwnerTimings timings) {
  public SchedulerConfig {
    cells = Set.copyOf(cells);
    for (CellId cell : cells) {
      if (cell.value() >= kafka.topics().cells()) {
        throw new IllegalArgumentException(
            "cell: %s (expected: 0 to %d, the fleet has %d cells)"
                .formatted(cell, kafka.topics().cells() - 1, kafka.topics().cells()));
      }
    }
  }

  /// With the usual rules and timings.
  public static SchedulerConfig of(
      String id, KafkaSettings kafka, HazelcastSettings hazelcast, AdminSettings admin) {
    return new SchedulerConfig(
        id, Set.of(), kafka, hazelcast, admin, CellRules.DEFAULT, OwnerTimings.DEFAULT);
  }

  /// The same with other numbers of owning.
  public SchedulerConfig withTimings(OwnerTimings others) {
    return new SchedulerConfig(id, cells, kafka, hazelcast, admin, rules, others);
  }

  /// How the other schedulers see this one.
  public SchedulerMember member() {
    return new SchedulerMember(id, cells);
  }

  /// The cells that it follows and may own, in order.
  List<CellId> followed() {
    return IntStream.range(0, kafka.topics().cells())
        .mapToObj(CellId::new)
        .filter(cell -> cells.isEmpty() || cells.contains(cell))
        .toList();
  }
}
