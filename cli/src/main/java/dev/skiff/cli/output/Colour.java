package dev.skiff.cli.output;

/// The few colours in use, as terminals number them.
public enum Colour {
  NONE(0),
  BOLD(1),
  DIM(2),
  RED(31),
  GREEN(32),
  YELLOW(33),
  CYAN(36);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  /// The text in this colour, back to the default after it.
  public String paint(String text) {
    return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
