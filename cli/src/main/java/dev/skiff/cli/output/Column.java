package dev.skiff.cli.output;

import java.util.function.Function;

/// A column of a table.
///
/// @param <T> what a row shows
/// @param title its heading
/// @param wide whether only `-o wide` shows it
/// @param right whether it is flush right, as numbers are
/// @param cell the text of a row; empty text is shown as `-`
/// @param colour the colour of a row's cell
public record Column<T>(
    String title,
    boolean wide,
    boolean right,
    Function<T, String> cell,
    Function<T, Colour> colour) {
  public static <T> Column<T> of(String title, Function<T, String> cell) {
    return new Column<>(title, false, false, cell, row -> Colour.NONE);
  }

  public Column<T> onlyWide() {
    return new Column<>(title, true, right, cell, colour);
  }

  public Column<T> flushRight() {
    return new Column<>(title, wide, true, cell, colour);
  }

  public Column<T> coloured(Function<T, Colour> by) {
    return new Column<>(title, wide, right, cell, by);
  }
}
