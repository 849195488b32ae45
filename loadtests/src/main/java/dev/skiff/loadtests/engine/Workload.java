package dev.skiff.loadtests.engine;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Host;
import java.util.List;
import java.util.Map;

/// Hosts of three zones and two hundred racks, and the kinds of VMs that go on them.
final class Workload {
  /// vCPUs and GiB of memory, the flavours of a public cloud among others.
  private static final double[][] SHAPES = {
    {1, 1.75}, {2, 3.5}, {4, 7}, {8, 14}, {1, 2}, {2, 8}, {4, 16}, {8, 56}, {16, 32}, {2, 4}
  };

  private static final int RACK = 50;
  private static final int ZONES = 3;

  private Workload() {}

  static int shapes() {
    return SHAPES.length;
  }

  static Resources shape(int number) {
    double[] shape = SHAPES[number % SHAPES.length];
    return new Resources((long) (shape[0] * 1000), (long) (shape[1] * 1024), 1024, 1);
  }

  static Host host(int number) {
    return Host.joined(
        new HostId("h%05d".formatted(number)),
        1,
        "",
        new HostFacts(
            "http://h%05d".formatted(number),
            Map.of(
                "zone", "z" + number % ZONES,
                "rack", "r" + number / RACK,
                "disk", number % 2 == 0 ? "ssd" : "hdd"),
            new Resources(64_000, 176 * 1024, 4_000_000, 400),
            100,
            "simulated",
            "",
            List.of("image-" + number % 5),
            ""),
        0);
  }

  static JobSpec job(int shape, PlacementSpec placement) {
    return new JobSpec(
        JobKind.JOB,
        null,
        "default",
        Map.of(),
        1,
        null,
        RestartPolicy.NEVER,
        null,
        null,
        null,
        false,
        new VmSpec(
            "image-" + shape % 5, List.of(), Map.of(), null, null, false, false, shape(shape)),
        placement,
        UpdatePolicy.ONE_BY_ONE);
  }

  /// A constraint and a spread for each job; every fifth keeps its VMs on different hosts, too.
  static PlacementSpec constrained(int number) {
    return new PlacementSpec(
        List.of(Selector.parse(number % 2 == 0 ? "disk=ssd" : "zone in (z0,z1)")),
        List.of(),
        List.of(new Spread(number % 3 == 0 ? "rack" : "zone", number % 4 == 0 ? null : 2)),
        List.of(),
        number % 5 == 0 ? List.of(new Affinity(Affinity.BY_HOST, null, true)) : List.of(),
        0,
        null);
  }
}
