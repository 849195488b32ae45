package dev.skiff.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The engine against a full scan, over random histories. A failure names its seed.
class FullScanComparisonTest {
  private static final int STEPS = 120;
  private static final Resources GHOST = new Resources(700, 300, 0, 1);

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 1; seed <= 400; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldChooseWhatAFullScanChooses(long seed) {
    History history = new History(seed);
    for (int step = 0; step < STEPS; step++) {
      history.step();
    }
  }

  private static final class History {
    final RandomThings random;
    final Policy policy;
    final FullScan scan;
    Fleet fleet;
    int jobs;
    int hosts;

    History(long seed) {
      random = new RandomThings(seed);
      policy =
          random.oneIn(2)
              ? Policy.DEFAULT
              : Policy.parse("worst-fit:2,image:0.5,balance:0.25,empty-last");
      scan = new FullScan(policy);
      fleet = new Fleet(policy);
      for (int i = 0; i < 2 + random.below(10); i++) {
        put(random.host(hosts++));
      }
      addJob();
    }

    void step() {
      switch (random.below(12)) {
        case 0 -> put(random.host(hosts++));
        case 1 -> removeHost();
        case 2 -> put(random.other(random.any(List.copyOf(scan.hosts.values()))));
        case 3, 4 -> addJob();
        case 5 -> changeJob();
        case 6, 7 -> leave();
        case 8 -> hold();
        case 9 -> restart();
        default -> tryAndPlace();
      }
    }

    void put(Host host) {
      scan.hosts.put(host.id(), host);
      fleet.put(host);
    }

    void removeHost() {
      HostId id = random.any(List.copyOf(scan.hosts.keySet()));
      if (scan.hosts.size() > 1 && scan.placed.stream().noneMatch(p -> p.host().equals(id))) {
        scan.hosts.remove(id);
        fleet.remove(id);
      }
    }

    void addJob() {
      JobId id = Things.job(jobs++);
      JobSpec spec = random.spec();
      scan.jobs.put(id, spec);
      fleet.job(id, spec);
    }

    void changeJob() {
      JobId id = random.job(scan);
      if (scan.placed.stream().anyMatch(p -> id.equals(p.job()))) {
        JobSpec spec = random.spec();
        scan.jobs.put(id, spec);
        fleet.job(id, spec);
      } else if (scan.jobs.size() > 1) {
        scan.jobs.remove(id);
        fleet.forgetJob(id);
      }
    }

    void leave() {
      if (!scan.placed.isEmpty()) {
        FullScan.Placed gone = scan.placed.remove(random.below(scan.placed.size()));
        if (gone.job() == null) {
          fleet.freed(gone.host(), gone.need());
        } else {
          fleet.left(gone.host(), gone.job(), gone.need(), 1, 0, 0);
        }
      }
    }

    void hold() {
      HostId host = random.any(List.copyOf(scan.hosts.keySet()));
      scan.placed.add(new FullScan.Placed(host, null, GHOST));
      fleet.held(host, GHOST);
    }

    /// The same fleet, told of in another order.
    void restart() {
      fleet = new Fleet(policy);
      Random order = new Random(random.below(1000));
      shuffled(scan.jobs.keySet(), order)
          .forEach(id -> fleet.job(id, Objects.requireNonNull(scan.jobs.get(id))));
      shuffled(scan.hosts.values(), order).forEach(fleet::put);
      for (FullScan.Placed vm : shuffled(scan.placed, order)) {
        if (vm.job() == null) {
          fleet.held(vm.host(), vm.need());
        } else {
          fleet.placed(vm.host(), vm.job(), vm.need(), 1, 0, 0);
        }
      }
    }

    /// Tries some jobs in one trial, gives all back, and then places the first for good.
    void tryAndPlace() {
      int before = scan.placed.size();
      List<FullScan.Placed> real = new ArrayList<>();
      try (Trial trial = fleet.trial(7)) {
        for (int i = 0; i < 1 + random.below(4); i++) {
          JobId job = random.job(scan);
          JobSpec spec = Objects.requireNonNull(scan.jobs.get(job));
          VmRequest request = VmRequest.of(job, spec, 0);
          for (int vm = 0; vm < 1 + random.below(3); vm++) {
            HostId host = place(trial, request, random.avoid(scan));
            if (host != null) {
              scan.placed.add(new FullScan.Placed(host, job, request.need()));
              if (i == 0) {
                real.add(scan.placed.getLast());
              }
            }
          }
          check(trial, request);
        }
      }
      scan.placed.subList(before, scan.placed.size()).clear();
      for (FullScan.Placed vm : real) {
        scan.placed.add(vm);
        fleet.placed(vm.host(), Objects.requireNonNull(vm.job()), vm.need(), 1, 0, 0);
      }
    }

    private @Nullable HostId place(Trial trial, VmRequest request, @Nullable HostId avoid) {
      HostId expected = scan.choose(request, avoid);
      HostId chosen = trial.place(request, avoid);
      assertThat(chosen).as("%s avoiding %s", request, avoid).isEqualTo(expected);
      if (chosen != null) {
        assertThat(
                scan.used(chosen)
                    .plus(request.need())
                    .fitsIn(Objects.requireNonNull(scan.hosts.get(chosen)).facts().promisable()))
            .as("%s has room", chosen)
            .isTrue();
      }
      return chosen;
    }

    private void check(Trial trial, VmRequest request) {
      Explanation explanation = trial.explain(request);
      assertThat(explanation.hosts()).isEqualTo(scan.hosts.size());
      assertThat(explanation.blockers().stream().mapToInt(Explanation.Blocker::first).sum())
          .isEqualTo(scan.hosts.size());
      assertThat(explanation.blockers()).allMatch(b -> b.first() <= b.any());
      boolean free = explanation.blockers().stream().anyMatch(b -> b.reason().equals("free"));
      assertThat(free).isEqualTo(scan.choose(request, null) != null);
      assertThat(explanation.remedy() == null).isEqualTo(free);
      assertThat(explanation.never() && free).isFalse();
      Host any = random.any(List.copyOf(scan.hosts.values()));
      Resources freed = new Resources(1000, 1000, 0, 1);
      assertThat(trial.wouldHold(request, any.id(), freed))
          .as("%s on %s", request, any.id())
          .isEqualTo(scan.fits(request, any, freed));
    }

    private static <T> List<T> shuffled(Iterable<T> things, Random order) {
      List<T> list = new ArrayList<>();
      things.forEach(list::add);
      Collections.shuffle(list, order);
      return list;
    }
  }
}
