package dev.skiff.agent.vmm;

/// What a record of an [OutputLog] is.
public enum OutputKind {
  /// Bytes the command wrote to standard output, or to its terminal.
  STDOUT(1),
  /// Bytes the command wrote to standard error.
  STDERR(2),
  /// Output went missing here; the text says how much and why.
  DROPPED(3),
  /// The VM is over: nothing follows.
  END(4);

  private final byte code;

  OutputKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static OutputKind of(byte code) throws java.io.IOException {
    for (OutputKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new java.io.IOException("output log: record kind " + code + " (expected: 1 to 4)");
  }
}
