package dev.skiff.agent.guest;

/// The guest sent something that the protocol does not allow; its session is over. The guest is an
/// attacker: the message never holds its bytes.
final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String reason) {
    super(reason);
  }
}
