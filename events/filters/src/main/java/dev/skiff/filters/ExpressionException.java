package dev.skiff.filters;

/// A text that is no expression in CloudEvents SQL. The message says where and why.
public final class ExpressionException extends IllegalArgumentException {
  private final int column;

  ExpressionException(int column, String why) {
    super("at %d: %s".formatted(column, why));
    this.column = column;
  }

  /// Where the first thing that is wrong stands, counted from 1.
  public int column() {
    return column;
  }
}
