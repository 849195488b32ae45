package dev.skiff.agent.core;

import dev.skiff.contracts.VmId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The VMs that an agent knows: those with runs, and the newest of those that left nothing behind.
final class VmEntries {
  private final int remembered;
  private final Map<VmId, VmEntry> present = new HashMap<>();
  private final Map<VmId, VmEntry> gone = new LinkedHashMap<>();
  private long newestForgotten = -1;

  VmEntries(int remembered) {
    this.remembered = remembered;
  }

  VmEntry obtain(VmId vm) {
    VmEntry entry = present.get(vm);
    if (entry == null) {
      entry = rememberedAgain(vm);
    }
    if (entry == null) {
      entry = new VmEntry(newestForgotten);
      present.put(vm, entry);
    }
    return entry;
  }

  private @Nullable VmEntry rememberedAgain(VmId vm) {
    VmEntry entry = gone.remove(vm);
    if (entry != null) {
      present.put(vm, entry);
    }
    return entry;
  }

  @Nullable RunState run(VmRun run) {
    VmEntry entry = present.get(run.vm());
    return entry == null ? null : entry.run(run.incarnation());
  }

  /// Moves a VM without runs to those that are gone, and forgets the oldest of them.
  void settle(VmId vm) {
    VmEntry entry = present.get(vm);
    if (entry == null || !entry.isEmpty()) {
      return;
    }
    present.remove(vm);
    gone.put(vm, entry);
    if (gone.size() > remembered) {
      Iterator<VmEntry> oldest = gone.values().iterator();
      newestForgotten = Math.max(newestForgotten, oldest.next().newestOrder());
      oldest.remove();
    }
  }

  /// By VM and incarnation.
  List<RunState> runs() {
    List<RunState> all = new ArrayList<>(present.size());
    present.values().forEach(entry -> all.addAll(Arrays.asList(entry.runs())));
    all.sort(Comparator.comparing(RunState::run));
    return all;
  }
}
