package dev.skiff.contracts.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Conditions over labels, all of which must hold. The grammar is the one of Kubernetes:
/// `key=value`, `key!=value`, `key in (a,b)`, `key notin (a,b)`, `key`, `!key`, joined by commas.
///
/// @param requirements none matches everything
public record Selector(List<Requirement> requirements) {
  public static final Selector ALL = new Selector(List.of());

  public Selector {
    requirements = List.copyOf(requirements);
  }

  /// @throws SelectorSyntaxException when the text is not a selector
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Selector parse(String text) {
    return new SelectorParser(text).parse();
  }

  /// What makes it impossible that one set of labels matches all of these; empty when it is
  /// possible.
  public static Optional<Contradiction> contradiction(List<Selector> selectors) {
    return Contradiction.in(selectors);
  }

  public boolean matches(Map<String, String> labels) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  @JsonValue
  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }
}
