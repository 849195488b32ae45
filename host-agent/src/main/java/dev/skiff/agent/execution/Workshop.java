package dev.skiff.agent.execution;

import dev.skiff.agent.journal.LeaseFile;
import dev.skiff.agent.journal.VmNotes;
import dev.skiff.agent.vmm.VmmDriver;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;

/// What all runs of a host are carried out with.
///
/// @param lease where watchdogs of exclusive VMs look
/// @param bootPermits how many VMs may be booting at once; agents of one process share it
public record Workshop(
    VmmDriver driver,
    VmImages images,
    VmNotes notes,
    LeaseFile lease,
    Semaphore bootPermits,
    InstantSource clock,
    RunEvents events) {
  /// Microseconds since the epoch.
  long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
