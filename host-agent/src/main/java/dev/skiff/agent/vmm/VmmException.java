package dev.skiff.agent.vmm;

import java.io.IOException;

/// A VM operation that did not work, with a stable code for programs and a sentence for people.
public final class VmmException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String sentence;

  /// @param code for example `vmm-missing`, `boot-timeout`, `disk-full`, `command-not-found`,
  ///   `exec-unavailable`
  public VmmException(String code, String message) {
    super(message);
    this.code = code;
    this.sentence = message;
  }

  public VmmException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.sentence = message;
  }

  /// An I/O failure as a failure of the VM: `disk-full` if that is what it was.
  ///
  /// @param code what to call it otherwise
  /// @param doing what was being done, for the sentence
  public static VmmException of(IOException cause, String code, String doing) {
    String text = String.valueOf(cause.getMessage());
    boolean full = text.contains("No space left on device") || text.contains("quota exceeded");
    return full
        ? new VmmException(
            "disk-full", doing + ": no space left on the host's disk; free some space", cause)
        : new VmmException(code, doing + ": " + text, cause);
  }

  @Override
  public String getMessage() {
    return sentence;
  }

  public String code() {
    return code;
  }
}
