package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.VmmException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The payloads of CONFIG, EXEC and RESTORE.
final class CommandPayload {
  private CommandPayload() {}

  /// @param wallClock microseconds since the epoch
  static ByteBuffer of(BootSpec spec, long wallClock) throws VmmException {
    FieldWriter writer =
        new FieldWriter().text(Field.HOSTNAME, spec.hostname()).number(Field.WALL_CLOCK, wallClock);
    if (!spec.runsCommand()) {
      writer.number(Field.SERVE, 1);
    }
    return command(
        writer, spec.command(), spec.env(), spec.workdir(), spec.user(), spec.tty(), spec.stdin());
  }

  static ByteBuffer of(ExecSpec spec) throws VmmException {
    return command(
        new FieldWriter(),
        spec.command(),
        spec.env(),
        spec.workdir(),
        spec.user(),
        spec.tty(),
        spec.stdin());
  }

  static ByteBuffer of(GuestIdentity identity) {
    return new FieldWriter()
        .bytes(Field.ENTROPY, HexFormat.of().parseHex(identity.entropy()))
        .number(Field.WALL_CLOCK, identity.wallClock())
        .text(Field.HOSTNAME, identity.hostname())
        .payload();
  }

  private static ByteBuffer command(
      FieldWriter writer,
      List<String> command,
      Map<String, String> env,
      @Nullable String workdir,
      @Nullable String user,
      boolean tty,
      boolean stdin)
      throws VmmException {
    for (String argument : command) {
      writer.text(Field.ARGUMENT, plain("command", argument));
    }
    for (Map.Entry<String, String> variable : env.entrySet()) {
      String name = variable.getKey();
      if (name.isEmpty() || name.indexOf('=') >= 0) {
        throw new VmmException(
            "invalid-command", "env: name \"" + name + "\" (expected: not empty, no '=')");
      }
      writer.text(Field.ENVIRONMENT, plain("env", name + "=" + variable.getValue()));
    }
    if (workdir != null) {
      writer.text(Field.WORKDIR, plain("workdir", workdir));
    }
    if (user != null) {
      writer.text(Field.USER, plain("user", user));
    }
    writer.number(Field.TTY, tty ? 1 : 0).number(Field.STDIN, stdin ? 1 : 0);
    ByteBuffer payload = writer.payload();
    if (payload.remaining() > FrameCodec.MAX_TO_GUEST) {
      throw new VmmException(
          "invalid-command",
          "command and environment: %d bytes (expected: at most %d)"
              .formatted(payload.remaining(), FrameCodec.MAX_TO_GUEST));
    }
    return payload;
  }

  private static String plain(String what, String text) throws VmmException {
    if (text.indexOf('\0') >= 0) {
      throw new VmmException("invalid-command", what + ": holds a NUL character (expected: none)");
    }
    return text;
  }
}
