package dev.skiff.dispatcher.core;

import dev.skiff.contracts.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The VMs of one function, and those that were asked for.
final class VmPool {
  /// A VM and what it is at.
  static final class Member {
    private final ServingVm vm;
    private boolean ready;
    private int busy;
    private long idleSince;

    private Member(ServingVm vm, long now) {
      this.vm = vm;
      this.ready = vm.ready();
      this.idleSince = now;
    }

    ServingVm vm() {
      return vm;
    }

    boolean isReady() {
      return ready;
    }

    boolean isIdle() {
      return busy == 0;
    }

    long idleSince() {
      return idleSince;
    }
  }

  private record Asked(long version, int vms) {}

  private final Map<VmId, Member> members = new LinkedHashMap<>();
  private final Map<Long, Asked> asked = new HashMap<>();

  void add(ServingVm vm, long now) {
    members.putIfAbsent(vm.id(), new Member(vm, now));
  }

  void asked(long ask, long version, int vms) {
    asked.put(ask, new Asked(version, vms));
  }

  /// Of what was asked for, so many have come or will not.
  void answered(long ask, int vms) {
    asked.computeIfPresent(
        ask, (_, left) -> left.vms() > vms ? new Asked(left.version(), left.vms() - vms) : null);
  }

  /// @return what it was; null if it was not there
  @Nullable Member remove(VmId vm) {
    return members.remove(vm);
  }

  @Nullable Member member(VmId vm) {
    return members.get(vm);
  }

  void ready(VmId vm) {
    Member member = members.get(vm);
    if (member != null) {
      member.ready = true;
    }
  }

  void begin(Member member) {
    member.busy++;
  }

  void end(VmId vm, long now) {
    Member member = members.get(vm);
    if (member != null) {
      member.busy = Math.max(0, member.busy - 1);
      member.idleSince = now;
    }
  }

  /// VMs of a version, those that were asked for included.
  int count(long version) {
    int here = 0;
    for (Member member : members.values()) {
      here += member.vm.version() == version ? 1 : 0;
    }
    for (Asked left : asked.values()) {
      here += left.version() == version ? left.vms() : 0;
    }
    return here;
  }

  /// Where the next invocation goes: to a VM of this version that serves; to one of an earlier
  /// version as long as none of this one does; to one that is still coming up only when none serves
  /// at all. Among equals the one that was busy last, so that the others get their time to go.
  @Nullable Member choose(long version, int concurrency) {
    boolean anyReady = false;
    boolean current = false;
    for (Member member : members.values()) {
      anyReady |= member.ready;
      current |= member.ready && member.vm.version() == version;
    }
    Member best = null;
    for (Member member : members.values()) {
      boolean fits =
          member.busy < concurrency
              && (anyReady
                  ? member.ready && (!current || member.vm.version() == version)
                  : member.vm.version() == version);
      if (fits && (best == null || member.idleSince > best.idleSince)) {
        best = member;
      }
    }
    return best;
  }

  /// Whether one of this version serves.
  boolean serves(long version) {
    return members.values().stream()
        .anyMatch(member -> member.ready && member.vm.version() == version);
  }

  int busy() {
    return members.values().stream().mapToInt(member -> member.busy).sum();
  }

  /// All of them; the list is the caller's.
  List<Member> all() {
    return new ArrayList<>(members.values());
  }
}
