package dev.skiff.core.placement;

import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the candidates for a request, or works out what they depend on: which rules apply, and
/// whether each looks at single hosts or at groups of them.
final class CandidatesFinder {
  private static final int MOST_GROUPINGS = 64;
  private static final String OWN = "VMs of its own";
  private static final String REPELLING = "VMs that must be away from it";

  private final HostTable hosts;
  private final JobTable jobs;
  private final Policy policy;
  private final CandidatesCache cache = new CandidatesCache();
  private final Map<String, LabelIndex> labels = new HashMap<>();
  private final Map<List<String>, Grouping> groupings = new HashMap<>();
  private Journal journal;

  CandidatesFinder(HostTable hosts, JobTable jobs, Policy policy, Journal journal) {
    this.hosts = hosts;
    this.jobs = jobs;
    this.policy = policy;
    this.journal = journal;
  }

  Candidates find(VmRequest request, @Nullable JobSlot job) {
    Candidates found = cache.quick(request);
    if (found == null) {
      CandidatesKey key = key(request, job);
      found = cache.find(key);
      if (found == null) {
        for (Candidates old = cache.surplus(); old != null; old = cache.surplus()) {
          drop(old);
        }
        found = make(key, job);
        cache.add(found);
      }
      cache.remember(request, found);
    }
    return found;
  }

  /// Hosts came or went, or their labels changed: all is to be found anew.
  void reset(Journal newJournal) {
    for (Candidates candidates : cache.all()) {
      letGo(candidates);
    }
    cache.clear();
    labels.clear();
    groupings.clear();
    jobs.forgetLabels();
    journal = newJournal;
  }

  /// The job is no more, or looks different: what referred to it is of no use.
  void forget(JobSlot job) {
    List<Candidates> stale = new ArrayList<>();
    for (Candidates candidates : cache.all()) {
      VmRequest request = candidates.key.request();
      if (request.refersToItsJob() && job.id.equals(request.job())) {
        stale.add(candidates);
      }
    }
    stale.forEach(this::drop);
    cache.forgetQuick();
  }

  /// Jobs may be kept away by others than before.
  void forgetRepulsions() {
    cache.forgetQuick();
  }

  private void drop(Candidates candidates) {
    cache.remove(candidates);
    letGo(candidates);
  }

  private void letGo(Candidates candidates) {
    VmRequest request = candidates.key.request();
    for (Selector selector : selectors(request.placement())) {
      jobs.letGo(request.namespace(), selector);
    }
  }

  private static List<Selector> selectors(PlacementSpec placement) {
    List<Selector> selectors = new ArrayList<>();
    for (List<Affinity> affinities : List.of(placement.affinity(), placement.antiAffinity())) {
      for (Affinity affinity : affinities) {
        if (affinity.to() != null) {
          selectors.add(affinity.to());
        }
      }
    }
    return selectors;
  }

  private static CandidatesKey key(VmRequest request, @Nullable JobSlot job) {
    List<Boolean> self = new ArrayList<>();
    for (Selector selector : selectors(request.placement())) {
      self.add(job != null && selector.matches(job.labels));
    }
    return new CandidatesKey(request, self, job == null ? List.of() : job.repelledBy());
  }

  private Candidates make(CandidatesKey key, @Nullable JobSlot job) {
    VmRequest request = key.request();
    List<Rule> rules = rules(key, job);
    List<Rule> hostRules = new ArrayList<>();
    List<Rule> groupRules = new ArrayList<>();
    TreeSet<String> groupedBy = new TreeSet<>();
    for (Rule rule : rules) {
      if (rule.by().equals(Affinity.BY_HOST)) {
        hostRules.add(rule);
      } else {
        groupRules.add(rule);
        groupedBy.add(rule.by());
      }
    }
    Ranking ranking =
        cache.ranking(
            new RankingKey(
                new Ask(request.need(), request.image(), request.lifetime()),
                request.placement().constraints(),
                request.placement().preferences(),
                List.copyOf(groupedBy),
                List.copyOf(hostRules)),
            k -> new Ranking(k, grouping(k.groupedBy()), hosts, journal, policy));
    return new Candidates(
        key,
        ranking,
        groupRules.stream()
            .map(rule ->
                new GroupRule(rule, label(rule.by()), ranking.grouping, hosts, policy.wish()))
            .toList());
  }

  private List<Rule> rules(CandidatesKey key, @Nullable JobSlot job) {
    PlacementSpec placement = key.request().placement();
    Census own = job == null ? new Census() : job.own;
    List<Rule> rules = new ArrayList<>();
    for (Spread spread : placement.spread()) {
      rules.add(
          spread.maxSkew() == null
              ? new Rule(Rule.Kind.SPREAD_WISH, spread.by(), own, 0, OWN, true)
              : new Rule(Rule.Kind.SPREAD, spread.by(), own, spread.maxSkew(), OWN, true));
    }
    int[] selector = {0};
    for (Affinity affinity : placement.affinity()) {
      rules.add(
          rule(
              key,
              affinity,
              affinity.required() ? Rule.Kind.NEAR : Rule.Kind.NEAR_WISH,
              own,
              selector));
    }
    for (Affinity affinity : placement.antiAffinity()) {
      rules.add(
          rule(
              key,
              affinity,
              affinity.required() ? Rule.Kind.AWAY : Rule.Kind.AWAY_WISH,
              own,
              selector));
    }
    for (Repulsion repulsion : key.repelledBy()) {
      rules.add(
          new Rule(Rule.Kind.AWAY, repulsion.rule.by(), repulsion.holders, 0, REPELLING, false));
    }
    return rules;
  }

  private Rule rule(
      CandidatesKey key, Affinity affinity, Rule.Kind kind, Census own, int[] selector) {
    if (affinity.to() == null) {
      return new Rule(kind, affinity.by(), own, 0, OWN, true);
    }
    Census census = jobs.namespace(key.request().namespace()).select(affinity.to(), hosts);
    return new Rule(
        kind, affinity.by(), census, 0, whose(affinity.to()), key.self().get(selector[0]++));
  }

  private static String whose(Selector selector) {
    return "VMs of jobs " + Obstacle.shortened(selector.toString());
  }

  private LabelIndex label(String key) {
    return labels.computeIfAbsent(key, k -> new LabelIndex(k, hosts));
  }

  private Grouping grouping(List<String> by) {
    if (groupings.size() >= MOST_GROUPINGS) {
      groupings.clear();
    }
    return groupings.computeIfAbsent(
        by, keys -> new Grouping(keys.stream().map(this::label).toList(), hosts.size()));
  }
}
