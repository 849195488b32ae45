package dev.skiff.standalone.doctor;

import dev.skiff.standalone.up.Machine;
import java.util.ArrayList;
import java.util.List;

/// Looks at what the machine offers.
final class MachineChecks {
  private static final long ENOUGH_MEMORY_MIB = 2048;
  private static final long ENOUGH_DISK_MIB = 4096;

  private MachineChecks() {}

  static List<Finding> look(Machine machine, String architecture, Runtime.Version java) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        architecture.equals("amd64")
            ? Finding.fine("architecture", "x86-64")
            : Finding.broken(
                "architecture", architecture + " (expected: amd64)", "use an x86-64 machine"));
    findings.add(Finding.fine("Java", java.toString()));
    findings.add(Finding.fine("CPUs", Integer.toString(machine.cpus())));
    findings.add(
        enough(
            "memory",
            machine.memoryMib(),
            ENOUGH_MEMORY_MIB,
            "a fleet of three hosts wants 2 GiB and what its VMs ask for"));
    findings.add(
        enough(
            "disk", machine.freeDiskMib(), ENOUGH_DISK_MIB, "choose a roomier place with --data"));
    return findings;
  }

  private static Finding enough(String what, long mib, long wanted, String advice) {
    return mib >= wanted
        ? Finding.fine(what, mib + " MiB")
        : Finding.note(what, "only %d MiB".formatted(mib), advice);
  }
}
