package dev.skiff.core.placement;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Draws hosts and jobs from few values, so that they get into each other's way.
final class RandomThings {
  private static final List<String> IMAGES = List.of("a", "b", "c");
  private static final List<String> LABELS = List.of("zone", "rack", "host");
  private static final List<String> HOST_SELECTORS =
      List.of("zone=z0", "zone in (z0,z1)", "disk=ssd", "!disk", "host!=h1", "zone=nowhere");
  private static final List<String> JOB_SELECTORS =
      List.of("app=x", "app in (x,y)", "app", "name=n1", "job=j0-00000003");

  private final Random random;

  RandomThings(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Host host(int number) {
    Map<String, String> labels = new TreeMap<>();
    if (!oneIn(6)) {
      labels.put("zone", "z" + below(3));
    }
    if (!oneIn(6)) {
      labels.put("rack", "r" + below(5));
    }
    if (oneIn(3)) {
      labels.put("disk", "ssd");
    }
    return Things.host("h" + number, capacity(), labels, images());
  }

  Resources capacity() {
    return new Resources(1000L * (2 + below(8)), 1000L * (2 + below(8)), 500, 2 + below(8));
  }

  List<String> images() {
    return some(2, () -> any(IMAGES)).stream().distinct().toList();
  }

  Host other(Host host) {
    return switch (below(4)) {
      case 0 -> {
        HostStatus next = any(List.copyOf(host.status().next()));
        yield host.to(next, 0);
      }
      case 1 -> host.with(host.facts().withImages(images()), 0);
      case 2 -> {
        Host drawn = host(0);
        yield host.with(drawn.facts(), 0);
      }
      default -> host.rejoined(2, host.journal(), host.facts(), 0);
    };
  }

  JobSpec spec() {
    return Things.spec(
        oneIn(4) ? "other" : "default",
        oneIn(3) ? "n" + below(3) : null,
        new Resources(500L * (1 + below(4)), 500L * (1 + below(4)), 10L * below(5), 1),
        any(IMAGES),
        oneIn(3) ? Map.of() : Map.of("app", any(List.of("x", "y"))),
        oneIn(3) ? PlacementSpec.ANYWHERE : placement());
  }

  private PlacementSpec placement() {
    return new PlacementSpec(
        some(1, () -> Selector.parse(any(HOST_SELECTORS))),
        some(2, () -> new Preference(Selector.parse(any(HOST_SELECTORS)), 1 + below(100))),
        some(2, () -> new Spread(any(LABELS), oneIn(2) ? null : Integer.valueOf(1 + below(2)))),
        some(1, this::affinity),
        some(2, this::affinity),
        0,
        null);
  }

  private Affinity affinity() {
    return new Affinity(
        any(LABELS), oneIn(2) ? null : Selector.parse(any(JOB_SELECTORS)), oneIn(2));
  }

  @Nullable HostId avoid(FullScan scan) {
    return oneIn(3) && !scan.hosts.isEmpty() ? any(List.copyOf(scan.hosts.keySet())) : null;
  }

  JobId job(FullScan scan) {
    return any(List.copyOf(scan.jobs.keySet()));
  }

  private <T> List<T> some(int most, Supplier<T> supplier) {
    List<T> drawn = new ArrayList<>();
    for (int i = below(most + 1); i > 0; i--) {
      drawn.add(supplier.get());
    }
    return drawn;
  }
}
