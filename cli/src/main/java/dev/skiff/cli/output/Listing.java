package dev.skiff.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import java.util.List;
import java.util.function.Function;

/// A list of one kind of thing, in whichever format is asked for.
///
/// @param <T> the kind
/// @param columns of the table
/// @param document the thing as the API gave it
/// @param id what `-o name` and `-q` print
public record Listing<T>(
    List<Column<T>> columns, Function<T, JsonNode> document, Function<T, String> id) {

  /// Prints the rows on standard output.
  ///
  /// @param whenEmpty what to tell people, on standard error, when a table has no rows
  public void print(Surroundings to, OutputFormat format, List<T> rows, String whenEmpty) {
    switch (format) {
      case TABLE, WIDE -> {
        new Table<>(columns, format == OutputFormat.WIDE, to.colours(StandardStream.OUT))
            .lines(rows)
            .forEach(to.out()::println);
        if (rows.isEmpty()) {
          to.out().flush();
          to.err().println(whenEmpty);
        }
      }
      case JSON -> to.out().println(Documents.json(array(rows)));
      case YAML -> to.out().println(Documents.yaml(array(rows)));
      case NAME -> rows.forEach(row -> to.out().println(id.apply(row)));
    }
  }

  private JsonNode array(List<T> rows) {
    return JsonNodeFactory.instance
        .arrayNode(rows.size())
        .addAll(rows.stream().map(document).toList());
  }
}
