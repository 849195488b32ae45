package dev.skiff.agent.vmm;

/// A VM operation that did not work, with a stable code for programs and a sentence for people.
public final class VmmException extends Exception {
  private final String code;

  /// @param code for example `vmm-missing`, `boot-timeout`, `disk-full`, `command-not-found`,
  ///   `exec-unavailable`
  public VmmException(String code, String message) {
    super(message);
    this.code = code;
  }

  public VmmException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
