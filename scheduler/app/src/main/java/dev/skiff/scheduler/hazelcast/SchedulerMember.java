package dev.skiff.scheduler.hazelcast;

import com.hazelcast.cluster.Member;
import dev.skiff.contracts.CellId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A scheduler as the other members see it.
///
/// @param id its name, unique in the fleet
/// @param cells which cells it may own; empty for all
public record SchedulerMember(String id, Set<CellId> cells) {
  public SchedulerMember {
    cells = Set.copyOf(cells);
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw new IllegalArgumentException(
          "scheduler id: \"" + id + "\" (expected: 1 to 63 letters, digits, '.', '_', '-')");
    }
  }

  boolean mayOwn(CellId cell) {
    return cells.isEmpty() || cells.contains(cell);
  }

  String cellsAsText() {
    return cells.stream().sorted().map(CellId::toString).collect(Collectors.joining(","));
  }

  /// Null for a member that is no scheduler.
  static @Nullable SchedulerMember of(Member member) {
    String id = member.getAttribute(SkiffHazelcast.SCHEDULER_ATTRIBUTE);
    String cells = member.getAttribute(SkiffHazelcast.CELLS_ATTRIBUTE);
    if (id == null) {
      return null;
    }
    if (cells == null || cells.isEmpty()) {
      return new SchedulerMember(id, Set.of());
    }
    return new SchedulerMember(
        id,
        Arrays.stream(cells.split(","))
            .map(cell -> new CellId(Integer.parseInt(cell)))
            .collect(Collectors.toSet()));
  }
}
