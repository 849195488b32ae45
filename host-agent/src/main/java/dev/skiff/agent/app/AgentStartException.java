package dev.skiff.agent.app;

/// The agent cannot run here, with a stable code and a sentence that says what to do.
public final class AgentStartException extends Exception {
  private final String code;

  AgentStartException(String code, Exception cause) {
    super(cause.getMessage(), cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
