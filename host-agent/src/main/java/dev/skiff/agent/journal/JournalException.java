package dev.skiff.agent.journal;

import java.io.IOException;

/// The data folder cannot be used, with a stable code.
public final class JournalException extends IOException {
  private final String code;

  /// @param code `data-folder-in-use`, `data-folder-of-another-host` or `data-folder-unreadable`
  JournalException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
