package dev.skiff.contracts.spec;

/// A selector that does not parse; the message shows where.
public final class SelectorSyntaxException extends IllegalArgumentException {
  private final int position;

  /// @param position 0-based index of the first character that does not fit
  SelectorSyntaxException(String selector, int position, String expected) {
    super("selector: \"%s\" at %d (expected: %s)".formatted(selector, position, expected));
    this.position = position;
  }

  public int position() {
    return position;
  }
}
