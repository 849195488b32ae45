package dev.skiff.core.placement;

import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.LearnedLifetime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  /// Kinds by when one of them ended last.
  private final TreeMap<Learnt, Survival> learnt = new TreeMap<>();

  private record Learnt(long at, Kind kind) implements Comparable<Learnt> {
    private static final Comparator<Learnt> ORDER =
        Comparator.comparingLong(Learnt::at).thenComparing(Learnt::kind);

    @Override
    public int compareTo(Learnt other) {
      return ORDER.compare(this, other);
    }
  }

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
    Survival all = kinds.get(ALL);
    if (all == null || !all.hasEnds()) {
      return 0;
    }
    double[] hazards = all.hazards(null, at);
    Survival kind = kinds.get(Kind.of(spec.namespace(), spec.vm().image(), spec.vm().resources()));
    return median(kind == null ? hazards : kind.hazards(hazards, at));
  }

  /// What has been learnt, in an order that is the same everywhere.
  public List<LearnedLifetime> snapshot() {
    List<LearnedLifetime> snapshot = new ArrayList<>();
    learnt.forEach((key, survival) -> {
      List<Long> ended = new ArrayList<>();
      for (long count : survival.ended) {
        ended.add(count);
      }
      Kind kind = key.kind;
      snapshot.add(
          new LearnedLifetime(
              kind.namespace(), kind.image(), kind.milliCpu(), kind.memoryMib(), ended, key.at));
    });
    return snapshot;
  }

  /// Takes up what another one has learnt, in place of what it knows itself. Ages beyond the
  /// brackets that there are count as the oldest.
  public void restore(List<LearnedLifetime> snapshot) {
    List.copyOf(learnt.keySet()).forEach(this::forget);
    for (LearnedLifetime one : snapshot) {
      Kind kind = new Kind(one.namespace(), one.image(), one.milliCpu(), one.memoryMib());
      Survival survival = survival(kind);
      for (int i = 0; i < one.ended().size(); i++) {
        survival.ended[Math.min(i, AgeBracket.COUNT - 1)] += one.ended().get(i);
      }
      survival.lastEnd = one.at();
      learnt.put(new Learnt(one.at(), kind), survival);
    }
  }

  void began(Kind kind, long at, int count) {
    survival(kind).began(at, count);
    survival(ALL).began(at, count);
  }

  void ended(Kind kind, long since, long at, int count) {
    end(kind, since, at, count);
    end(ALL, since, at, count);
    while (learnt.size() > MOST_KINDS) {
      forget(learnt.firstKey());
    }
  }

  private void end(Kind kind, long since, long at, int count) {
    Survival survival = survival(kind);
    if (survival.hasEnds()) {
      learnt.remove(new Learnt(survival.lastEnd, kind));
    }
    survival.ended(since, at, count);
    learnt.put(new Learnt(survival.lastEnd, kind), survival);
  }

  private void forget(Learnt oldest) {
    learnt.remove(oldest);
    Survival survival = survival(oldest.kind);
    survival.forgetEnds();
    if (survival.isBlank()) {
      kinds.remove(oldest.kind);
    }
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
