package dev.skiff.cli.output;

/// Text that came from elsewhere, made safe for a terminal.
public final class Printable {
  private Printable() {}

  /// The text without control characters: it can neither break a table nor steer the terminal.
  public static String oneLine(String text) {
    boolean clean = text.chars().noneMatch(Character::isISOControl);
    if (clean) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(safe::appendCodePoint);
    return safe.toString().strip();
  }

  /// The text cut to `length` characters, the last one an ellipsis when something is missing.
  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
