package dev.skiff.contracts.state;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would happen if it were done now.
///
/// @param vms VMs that need a host
/// @param placed how many of them would get one at once
/// @param groups where those would go, at most [#MOST_GROUPS] groups
/// @param preempted VMs of lower priority that would have to give way, at most [#MOST_GROUPS]
/// @param waiting why the others would wait; null when there are none
public record Plan(
    int vms, int placed, List<Group> groups, List<VmId> preempted, @Nullable Explanation waiting) {
  public static final int MOST_GROUPS = 100;

  /// VMs that would go to the same host.
  ///
  /// @param vms ids for a drain; empty for a job that has none yet
  public record Group(HostId host, int count, List<VmId> vms) {
    public Group {
      vms = List.copyOf(vms);
    }
  }

  public Plan {
    groups = List.copyOf(groups);
    preempted = List.copyOf(preempted);
  }
}
