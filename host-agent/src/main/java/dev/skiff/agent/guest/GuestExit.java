package dev.skiff.agent.guest;

/// How a process in a guest ended.
///
/// @param code its exit status; 128 + signal if a signal ended it; 126 or 127 if it never ran
/// @param signal the signal that ended it, 0 if none
/// @param oom whether the guest's kernel killed it for lack of memory
/// @param error why it could not be started, empty if it was
public record GuestExit(int code, int signal, boolean oom, String error) {
  static GuestExit read(Frame frame) throws ProtocolViolation {
    Fields fields = Fields.read(frame);
    return new GuestExit(
        (int) fields.number(Field.EXIT_CODE, 0, 255),
        (int) fields.number(Field.EXIT_SIGNAL, 0, 64),
        fields.number(Field.OOM, 0, 1) == 1,
        fields.text(Field.ERROR));
  }
}
