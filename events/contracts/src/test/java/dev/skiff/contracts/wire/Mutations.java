package dev.skiff.contracts.wire;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// JSON trees that differ from a given one at a single place.
final class Mutations {
  /// On both sides of every bound that a number has somewhere.
  private static final long[] NUMBERS = {
    -1, 0, 1, 9, 10, 30, 31, 100, 101, 600, 601, 1_000, 1_001, 10_000, 10_001, 65_535, 65_536,
    100_000, 100_001, 604_800, 604_801, 3_600_000, 3_600_001
  };

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "?",
          "a",
          "a".repeat(63),
          "a".repeat(64),
          "a".repeat(65),
          "a".repeat(160),
          "a".repeat(161),
          "a".repeat(253),
          "a".repeat(254),
          "a".repeat(2_000),
          "a".repeat(2_001));

  /// @param at where it differs
  record Mutation(JsonPointer at, JsonNode tree) {
    @Override
    public String toString() {
      String value = tree.at(at).toString();
      return at + " = " + (value.length() > 40 ? value.substring(0, 40) + "..." : value);
    }
  }

  private Mutations() {}

  /// With a member too many, in each object in turn.
  static List<Mutation> extended(JsonNode tree) {
    List<Mutation> result = new ArrayList<>();
    walk(
        tree,
        JsonPointer.empty(),
        (at, node) -> {
          if (node.isObject()) {
            ObjectNode copy = tree.deepCopy();
            ((ObjectNode) copy.at(at)).put("undocumented", 1);
            result.add(new Mutation(at.appendProperty("undocumented"), copy));
          }
        });
    return result;
  }

  /// Without each member in turn.
  static List<Mutation> reduced(JsonNode tree) {
    List<Mutation> result = new ArrayList<>();
    walk(
        tree,
        JsonPointer.empty(),
        (at, node) -> {
          if (!at.matches() && tree.at(at.head()).isObject()) {
            ObjectNode copy = tree.deepCopy();
            ((ObjectNode) copy.at(at.head())).remove(at.last().getMatchingProperty());
            result.add(new Mutation(at, copy));
          }
        });
    return result;
  }

  /// With other values of the same and of other kinds in the place of each plain value but the type
  /// names.
  static List<Mutation> changed(JsonNode tree) {
    List<Mutation> result = new ArrayList<>();
    walk(
        tree,
        JsonPointer.empty(),
        (at, node) -> {
          if (node.isValueNode() && !at.last().getMatchingProperty().equals("t")) {
            others(node).forEach(other -> result.add(new Mutation(at, replaced(tree, at, other))));
          }
        });
    return result;
  }

  private static Stream<JsonNode> others(JsonNode node) {
    Stream<JsonNode> same =
        node.isNumber()
            ? LongStream.of(NUMBERS).mapToObj(LongNode::valueOf)
            : TEXTS.stream().map(TextNode::valueOf);
    Stream<JsonNode> other =
        Stream.of(
            node.isNumber() ? TextNode.valueOf("x") : LongNode.valueOf(7),
            node.isBoolean() ? TextNode.valueOf("x") : BooleanNode.TRUE);
    return node.isBoolean() ? other : Stream.concat(same, other);
  }

  private static JsonNode replaced(JsonNode tree, JsonPointer at, JsonNode value) {
    JsonNode copy = tree.deepCopy();
    if (copy.at(at.head()) instanceof ArrayNode array) {
      array.set(at.last().getMatchingIndex(), value);
    } else {
      ((ObjectNode) copy.at(at.head())).set(at.last().getMatchingProperty(), value);
    }
    return copy;
  }

  private static void walk(
      JsonNode node, JsonPointer at, BiConsumer<JsonPointer, JsonNode> visitor) {
    visitor.accept(at, node);
    node.properties().forEach(e -> walk(e.getValue(), at.appendProperty(e.getKey()), visitor));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      walk(node.get(i), at.appendIndex(i), visitor);
    }
  }
}
