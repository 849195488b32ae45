package dev.skiff.gateway.view;

import com.hazelcast.query.Predicate;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.view.ViewEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a list is narrowed to; null or empty members do not narrow.
///
/// @param selector over labels
/// @param states names of states
/// @param host of VMs
/// @param job id of VMs' job
/// @param name exact
/// @param prefix of id or name
public record Filter(
    Selector selector,
    Set<String> states,
    @Nullable String host,
    @Nullable String job,
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String prefix) {
  public static final Filter NONE =
      new Filter(Selector.ALL, Set.of(), null, null, null, null, null);

  /// A job's VMs in some states.
  public static Filter ofJob(JobId job, Set<String> states) {
    return new Filter(Selector.ALL, states, null, job.value(), null, null, null);
  }

  public Filter {
    states = Set.copyOf(states);
  }

  /// What Hazelcast can decide about jobs; selector and states are left out.
  Predicate<String, ViewEntry> jobs(@Nullable String jobPrefix) {
    List<Predicate<String, ViewEntry>> all = new ArrayList<>();
    if (job != null) {
      all.add(Predicates.equal("__key", job));
    }
    if (namespace != null) {
      all.add(Predicates.equal("namespace", namespace));
    }
    if (name != null) {
      all.add(Predicates.equal("name", name));
    }
    if (jobPrefix != null) {
      all.add(startingWith(jobPrefix));
    }
    return and(all);
  }

  static Predicate<String, ViewEntry> startingWith(String prefix) {
    if (!prefix.matches("[A-Za-z0-9.-]+")) {
      return Predicates.alwaysFalse();
    }
    return Predicates.or(
        Predicates.like("__key", prefix + "%"), Predicates.like("name", prefix + "%"));
  }

  static Predicate<String, ViewEntry> and(List<Predicate<String, ViewEntry>> all) {
    return all.isEmpty()
        ? Predicates.alwaysTrue()
        : Predicates.and(all.toArray(Predicate<?, ?>[]::new));
  }
}
