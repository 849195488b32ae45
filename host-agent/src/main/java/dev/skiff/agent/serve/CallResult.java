package dev.skiff.agent.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What became of an attempt that was run.
///
/// @param status exit code or HTTP status; 0 when there was none
/// @param code why it failed; null when it succeeded
/// @param detail a sentence when it failed
/// @param contentType of the output; null when the function did not say
/// @param output read-only
public record CallResult(
    int status,
    @Nullable String code,
    @Nullable String detail,
    @Nullable String contentType,
    ByteBuffer output) {
  public CallResult {
    output = output.asReadOnlyBuffer();
  }

  static CallResult succeeded(int status, @Nullable String contentType, byte[] output) {
    return new CallResult(status, null, null, contentType, ByteBuffer.wrap(output));
  }

  static CallResult failed(String code, String detail) {
    return failed(0, code, detail, null, new byte[0]);
  }

  static CallResult failed(
      int status, String code, String detail, @Nullable String contentType, byte[] output) {
    return new CallResult(status, code, detail, contentType, ByteBuffer.wrap(output));
  }

  public boolean isSuccess() {
    return code == null;
  }

  /// The output as text.
  public String text() {
    return StandardCharsets.UTF_8.decode(output.duplicate()).toString();
  }
}
