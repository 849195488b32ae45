package dev.skiff.agent.serve;

/// An attempt of which nothing was run.
public final class RefusedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why, for programs.
  public enum Reason {
    NOT_HERE("vm-not-found"),
    STALE_EPOCH("stale-epoch"),
    REPEATED("repeated"),
    SLOTS_BUSY("slots-busy"),
    OVER("vm-over"),
    NOT_READY("not-ready"),
    NOT_SERVING("not-serving");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  private final Reason reason;

  RefusedAttempt(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
