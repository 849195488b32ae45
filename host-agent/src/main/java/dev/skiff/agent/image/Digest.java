package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest in the form that image formats use, `sha256:` and 64 lower-case hex digits.
record Digest(String hex) {
  private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-f]{64}");

  static boolean isValid(String text) {
    return TEXT.matcher(text).matches();
  }

  /// @param what names the field in the error, for example `layers[2].digest`
  static Digest parse(String text, String what) throws ImageException {
    if (text.startsWith("sha512:")) {
      throw new ImageException(
          "unsupported-image", "%s: sha512 (expected: a sha256 digest)".formatted(what));
    }
    if (!isValid(text)) {
      String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
      throw new ImageException(
          "malformed-image",
          "%s: \"%s\" (expected: sha256: and 64 hex digits)".formatted(what, shown));
    }
    return new Digest(text.substring("sha256:".length()));
  }

  static Digest of(byte[] content) {
    return finish(newSha256(), content);
  }

  static Digest of(Path file) throws IOException {
    MessageDigest sha256 = newSha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
    }
    return finish(sha256);
  }

  static Digest finish(MessageDigest sha256) {
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Digest finish(MessageDigest sha256, byte[] content) {
    sha256.update(content);
    return finish(sha256);
  }

  @Override
  public String toString() {
    return "sha256:" + hex;
  }
}
