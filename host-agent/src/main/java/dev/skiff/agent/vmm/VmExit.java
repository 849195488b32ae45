package dev.skiff.agent.vmm;

import org.jspecify.annotations.Nullable;

/// How a VM ended.
///
/// @param exitCode the command's exit status, 128 + signal if a signal ended it; null when the
///   guest never said
/// @param signal the signal that ended the command, 0 if none
/// @param oom whether the guest's kernel killed the command for lack of memory
/// @param failure null for a command that ran and ended; otherwise a stable code (`guest-crashed`,
///   `vmm-died`, `killed`, ...)
/// @param detail a sentence for people, null when the exit code says it all
/// @param at microseconds since the epoch
public record VmExit(
    @Nullable Integer exitCode,
    int signal,
    boolean oom,
    @Nullable String failure,
    @Nullable String detail,
    long at) {}
