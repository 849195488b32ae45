package dev.skiff.gateway.api;

import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.SelectorSyntaxException;
import dev.skiff.gateway.http.Call;
import dev.skiff.gateway.problem.ParameterError;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.view.Filter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the filters of a list from its parameters.
final class Filters {
  private Filters() {}

  /// @param job id of the job that VMs are narrowed to; null for all
  static Filter of(Call call, Set<String> states, @Nullable String job) {
    return new Filter(
        selector(call),
        states,
        call.text("host"),
        job,
        call.text("namespace"),
        call.text("name"),
        call.text("prefix"));
  }

  private static Selector selector(Call call) {
    String text = call.text("selector");
    try {
      return text == null ? Selector.ALL : Selector.parse(text);
    } catch (SelectorSyntaxException refused) {
      throw Problem.parameters(
          List.of(new ParameterError("selector", String.valueOf(refused.getMessage()))));
    }
  }
}
