package dev.skiff.core.placement;

import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.LearnedLifetime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How long VMs run, learnt from those that ended and from those that run still. VMs of one
/// namespace, image and size are of one kind; what is not known of a kind is taken from all VMs.
///
/// What ended is kept for [#MOST_KINDS] kinds, those that had an end last, and is part of a
/// checkpoint ([#snapshot], [#restore]); what runs is known from what [Fleet#placed] is told.
public final class Lifetimes {
  static final int MOST_KINDS = 1_024;
  private static final long SECOND = 1_000_000;
  private static final Kind ALL = new Kind("", "", 0, 0);

  private final Map<Kind, Survival> kinds = new HashMap<>();
  private final Survival all = new Survival();

  /// How many kinds had an end.
  private int learnt;

  Lifetimes() {}

  /// How long a VM of a job is expected to run if it is placed now: what the job says, or else the
  /// age that half of its kind reach.
  ///
  /// @param at now, microseconds since the epoch
  /// @return microseconds; 0 when nothing is known
  public long expected(JobSpec spec, long at) {
    Long said = spec.placement().lifetimeSeconds();
    if (said != null) {
      return said * SECOND;
    }
    if (!all.hasEnds()) {
      return 0;
    }
    double[] hazards = all.hazards(null, at);
    Survival kind = kinds.get(Kind.of(spec.namespace(), spec.vm().image(), spec.vm().resources()));
    return median(kind == null ? hazards : kind.hazards(hazards, at));
  }

  /// What has been learnt, in an order that is the same everywhere.
  public List<LearnedLifetime> snapshot() {
    List<LearnedLifetime> snapshot = new ArrayList<>();
    kinds.forEach((kind, survival) -> {
      if (survival.hasEnds()) {
        snapshot.add(learned(kind, survival));
      }
    });
    snapshot.sort(Comparator.comparingLong(LearnedLifetime::at).thenComparing(Lifetimes::kind));
    if (all.hasEnds()) {
      snapshot.add(learned(ALL, all));
    }
    return snapshot;
  }

  /// Takes up what another one has learnt, in place of what it knows itself. Ages beyond the
  /// brackets that there are count as the oldest.
  public void restore(List<LearnedLifetime> snapshot) {
    List.copyOf(kinds.keySet()).forEach(this::forget);
    all.forgetEnds();
    for (LearnedLifetime one : snapshot) {
      Kind kind = kind(one);
      Survival survival = kind.equals(ALL) ? all : survival(kind);
      for (int i = 0; i < one.ended().size(); i++) {
        survival.addEnds(Math.min(i, AgeBracket.COUNT - 1), one.ended().get(i), one.at());
      }
      learnt += !kind.equals(ALL) && survival.hasEnds() ? 1 : 0;
    }
  }

  void began(Kind kind, long at, int count) {
    survival(kind).began(at, count);
    all.began(at, count);
  }

  void ended(Kind kind, long since, long at, int count) {
    all.ended(since, at, count);
    Survival survival = survival(kind);
    learnt += survival.hasEnds() ? 0 : 1;
    survival.ended(since, at, count);
    if (learnt > MOST_KINDS) {
      forget(oldest());
    } else if (survival.isBlank()) {
      kinds.remove(kind);
    }
  }

  /// The kind of which none has ended for longest.
  private Kind oldest() {
    Kind oldest = null;
    long since = Long.MAX_VALUE;
    for (Map.Entry<Kind, Survival> entry : kinds.entrySet()) {
      long end = entry.getValue().lastEnd;
      if (entry.getValue().hasEnds()
          && (oldest == null
              || end < since
              || (end == since && entry.getKey().compareTo(oldest) < 0))) {
        oldest = entry.getKey();
        since = end;
      }
    }
    return Objects.requireNonNull(oldest, "a kind that had an end");
  }

  private void forget(Kind kind) {
    Survival survival = survival(kind);
    learnt -= survival.hasEnds() ? 1 : 0;
    survival.forgetEnds();
    if (survival.isBlank()) {
      kinds.remove(kind);
    }
  }

  private static LearnedLifetime learned(Kind kind, Survival survival) {
    return new LearnedLifetime(
        kind.namespace(),
        kind.image(),
        kind.milliCpu(),
        kind.memoryMib(),
        Arrays.stream(survival.ended).boxed().toList(),
        survival.lastEnd);
  }

  private static Kind kind(LearnedLifetime one) {
    return new Kind(one.namespace(), one.image(), one.milliCpu(), one.memoryMib());
  }

  private Survival survival(Kind kind) {
    return kinds.computeIfAbsent(kind, k -> new Survival());
  }

  private static long median(double[] hazards) {
    double alive = 1;
    for (int bracket = 0; bracket < hazards.length; bracket++) {
      double next = alive * (1 - hazards[bracket]);
      if (next <= 0.5) {
        long begin = AgeBracket.begin(bracket);
        double share = (alive - 0.5) / (alive - next);
        return Math.max(1, begin + (long) (share * (AgeBracket.end(bracket) - begin)));
      }
      alive = next;
    }
    return AgeBracket.end(hazards.length - 1);
  }
}
