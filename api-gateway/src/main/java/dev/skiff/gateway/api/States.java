package dev.skiff.gateway.api;

import dev.skiff.contracts.state.JobStatus;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.http.Call;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the `state` of a list: names of states in any case, joined by commas, and the groups
/// `active` (not over) and `finished` (over).
final class States {
  private States() {}

  static Set<String> ofVms(@Nullable String text) {
    return parse(text, Arrays.asList(VmStatus.values()), VmStatus::isFinal);
  }

  static Set<String> ofJobs(@Nullable String text) {
    return parse(text, Arrays.asList(JobStatus.values()), JobStatus::isFinal);
  }

  static <E extends Enum<E>> Set<String> parse(
      @Nullable String text, List<E> all, Predicate<E> over) {
    Set<String> names = new HashSet<>();
    if (text == null) {
      return names;
    }
    for (String word : text.split(",", -1)) {
      String name = word.strip().toUpperCase(Locale.ROOT);
      List<String> found =
          all.stream()
              .filter(state ->
                  state.name().equals(name)
                      || (name.equals("ACTIVE") && !over.test(state))
                      || (name.equals("FINISHED") && over.test(state)))
              .map(Enum::name)
              .toList();
      if (found.isEmpty()) {
        List<String> known = all.stream().map(Enum::name).toList();
        throw Call.refused("state", word, "one of " + String.join(", ", known));
      }
      names.addAll(found);
    }
    return names;
  }
}
