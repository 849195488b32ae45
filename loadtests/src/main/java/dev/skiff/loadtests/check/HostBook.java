package dev.skiff.loadtests.check;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hosts of a cell as its log has them: what they promise and what is promised of them.
final class HostBook {
  private final Findings findings;
  private final Map<HostId, Account> accounts = new HashMap<>();
  private final List<HostId> names = new ArrayList<>();
  private final Set<Account> assignedTo = new LinkedHashSet<>();

  /// One host.
  static final class Account {
    final int number;
    final HostId id;
    private final Map<String, Resources> ghosts = new HashMap<>();
    private Resources promisable = Resources.NONE;
    private long milliCpu;
    private long memoryMib;
    private long diskMib;
    private long slots;
    private boolean present;
    private boolean silent;
    private boolean closed;

    Account(int number, HostId id) {
      this.number = number;
      this.id = id;
    }

    void hold(Resources amount, int sign) {
      milliCpu += sign * amount.milliCpu();
      memoryMib += sign * amount.memoryMib();
      diskMib += sign * amount.diskMib();
      slots += sign * amount.slots();
    }

    boolean isOvercommitted() {
      return milliCpu > promisable.milliCpu()
          || memoryMib > promisable.memoryMib()
          || diskMib > promisable.diskMib()
          || slots > promisable.slots();
    }

    String sentence() {
      return "%s holds %d mCPU, %d MiB, %d MiB disk, %d VMs and has %s"
          .formatted(id, milliCpu, memoryMib, diskMib, slots, promisable);
    }

    boolean takesVms() {
      return present && !silent && !closed;
    }

    /// Is suspected, or heard of again.
    void silent(boolean now) {
      silent = now;
    }

    /// Is cordoned or drained, or open again.
    void closed(boolean now) {
      closed = now;
    }
  }

  HostBook(Findings findings) {
    this.findings = findings;
  }

  Account account(HostId id) {
    return accounts.computeIfAbsent(
        id,
        name -> {
          names.add(name);
          return new Account(names.size() - 1, name);
        });
  }

  HostId name(int number) {
    return names.get(number);
  }

  void joined(HostId id, Resources promisable) {
    Account account = account(id);
    account.promisable = promisable;
    account.present = true;
    account.silent = false;
  }

  void changed(HostId id, Resources promisable) {
    account(id).promisable = promisable;
  }

  /// VMs are given to a host.
  void assigned(String where, Account account, Resources each, int count) {
    if (!account.takesVms()) {
      findings.add(
          Kind.ILLEGAL, where, "%d VMs for %s, which takes none".formatted(count, account.id));
    }
    for (int i = 0; i < count; i++) {
      account.hold(each, 1);
    }
    assignedTo.add(account);
  }

  void ghost(HostId host, VmId vm, int incarnation, @Nullable Resources resources) {
    Account account = account(host);
    String name = vm + "-" + incarnation;
    Resources before =
        resources == null ? account.ghosts.remove(name) : account.ghosts.put(name, resources);
    if (before != null) {
      account.hold(before, -1);
    }
    if (resources != null) {
      account.hold(resources, 1);
    }
  }

  void lost(HostId id) {
    Account account = account(id);
    account.silent = true;
    account.ghosts.values().forEach(ghost -> account.hold(ghost, -1));
    account.ghosts.clear();
  }

  void removed(HostId id) {
    Account account = account(id);
    account.present = false;
    account.closed = false;
  }

  /// The Transition is over: whoever was given VMs by it must have the room.
  void settle(String where) {
    for (Account account : assignedTo) {
      if (account.isOvercommitted()) {
        findings.add(Kind.OVERCOMMITTED, where, "%s".formatted(account.sentence()));
      }
    }
    assignedTo.clear();
  }

  int count() {
    return names.size();
  }
}
