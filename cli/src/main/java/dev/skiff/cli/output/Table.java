package dev.skiff.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows under headings, each column as wide as its widest cell, without trailing blanks.
public final class Table<T> {
  private static final String GAP = "  ";

  private final List<Column<T>> columns;
  private final boolean colours;

  public Table(List<Column<T>> columns, boolean wide, boolean colours) {
    this.columns = columns.stream().filter(column -> wide || !column.wide()).toList();
    this.colours = colours;
  }

  /// One line per row, after the headings.
  public List<String> lines(List<T> rows) {
    List<List<String>> cells = new ArrayList<>();
    int[] widths = columns.stream().mapToInt(column -> width(column.title())).toArray();
    for (T row : rows) {
      List<String> texts = columns.stream().map(column -> text(column, row)).toList();
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(texts.get(i)));
      }
      cells.add(texts);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns.stream().map(Column::title).toList(), widths, null));
    for (int i = 0; i < cells.size(); i++) {
      lines.add(line(cells.get(i), widths, rows.get(i)));
    }
    return lines;
  }

  private String line(List<String> texts, int[] widths, @Nullable T row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Column<T> column = columns.get(i);
      String text = texts.get(i);
      String padding = " ".repeat(widths[i] - width(text));
      boolean last = i == widths.length - 1;
      String painted = colours && row != null ? column.colour().apply(row).paint(text) : text;
      line.append(column.right() ? padding : "").append(painted);
      line.append(column.right() || last ? "" : padding).append(last ? "" : GAP);
    }
    return line.toString();
  }

  private static <T> String text(Column<T> column, T row) {
    String text = Printable.oneLine(column.cell().apply(row));
    return text.isEmpty() ? "-" : text;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
