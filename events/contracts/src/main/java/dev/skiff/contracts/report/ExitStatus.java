package dev.skiff.contracts.report;

import org.jspecify.annotations.Nullable;

/// How a VM ended.
///
/// @param code the command's exit status (128 + signal when a signal ended it); null when it was
///   never learnt
/// @param signal the signal that ended the command, 0 if none
/// @param oom whether the guest's kernel killed it for lack of memory
/// @param failure null for a command that ran and ended; otherwise a stable code such as
///   `image-not-found`, `boot-timeout`, `guest-crashed`, `vmm-died`, `disk-full`, `host-lost`
/// @param detail a sentence for people; null when the code says it all
/// @param at microseconds since the epoch, by the host's clock
public record ExitStatus(
    @Nullable Integer code,
    int signal,
    boolean oom,
    @Nullable String failure,
    @Nullable String detail,
    long at) {
  public static final int MAX_DETAIL = 2_000;

  public ExitStatus {
    if (detail != null && detail.length() > MAX_DETAIL) {
      detail = detail.substring(0, MAX_DETAIL);
    }
  }

  /// A VM that never ran its command, or whose end nobody saw.
  public static ExitStatus failed(String failure, String detail, long at) {
    return new ExitStatus(null, 0, false, failure, detail, at);
  }

  public boolean succeeded() {
    return failure == null && code != null && code == 0;
  }
}
