package dev.skiff.agent.guest;

/// How a guest introduces itself at the beginning of each session.
///
/// @param bootId the guest kernel's own id of this boot
/// @param state of the VM's own command
/// @param stdoutOffset where its standard output goes on in this session, in bytes from its start
/// @param stderrOffset the same for standard error
/// @param stdinOffset how many bytes of standard input it has received
public record GuestHello(
    String bootId, State state, long stdoutOffset, long stderrOffset, long stdinOffset) {
  /// What the VM's own command is doing.
  public enum State {
    WAITING,
    RUNNING,
    EXITED,
    /// There is none: the VM serves.
    SERVING
  }

  static final long PROTOCOL = 1;

  static GuestHello read(Frame frame) throws ProtocolViolation {
    Fields fields = Fields.read(frame);
    fields.number(Field.PROTOCOL, PROTOCOL, PROTOCOL);
    State state = State.values()[(int) fields.number(Field.STATE, 0, State.values().length - 1)];
    return new GuestHello(
        fields.text(Field.BOOT_ID),
        state,
        fields.number(Field.STDOUT_OFFSET, 0, Long.MAX_VALUE / 2),
        fields.number(Field.STDERR_OFFSET, 0, Long.MAX_VALUE / 2),
        fields.number(Field.STDIN_OFFSET, 0, Long.MAX_VALUE / 2));
  }
}
