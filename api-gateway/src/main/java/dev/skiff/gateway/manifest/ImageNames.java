package dev.skiff.gateway.manifest;

import java.util.regex.Pattern;

/// Checks image references: `[registry[:port]/]path[:tag][@sha256:hex]`, the grammar of the
/// distribution specification.
public final class ImageNames {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_REPOSITORY = 255;
  private static final Pattern FORM =
      Pattern.compile(
          "(?<repository>(?:(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:[0-9]))(?::[0-9]{1,5})?/)?"
              + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)"
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
              + "(?:@sha256:[0-9a-f]{64})?");

  private ImageNames() {}

  /// The reference itself.
  ///
  /// @throws IllegalArgumentException when it is not one
  public static String checked(String text) {
    var matcher = text.length() > MAX_LENGTH ? null : FORM.matcher(text);
    if (matcher == null || !matcher.matches() || matcher.end("repository") > MAX_REPOSITORY) {
      throw new IllegalArgumentException(
          "\"%s\" (expected: an image reference such as skiff/busybox or registry.example:5000/a/b:1.2)"
              .formatted(text.length() <= 80 ? text : text.substring(0, 80) + "..."));
    }
    return text;
  }
}
