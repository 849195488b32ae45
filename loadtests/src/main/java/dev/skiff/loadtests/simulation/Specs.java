package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Affinity;
import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Preference;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.Selector;
import dev.skiff.contracts.spec.Spread;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people ask for: all that a job can be, in small.
final class Specs {
  static final String JOB_IMAGE = "skiff/job";

  /// Its VMs go on until they are told to end, once the faults are over.
  static final String SERVICE_IMAGE = "skiff/service";

  private static final List<String> NAMESPACES = List.of("default", "default", "team");
  private static final Selector APP_A = Selector.parse("app=a");
  private static final Selector APP_B = Selector.parse("app=b");
  private static final Selector ZONE_A = Selector.parse("zone=a");
  private static final Selector NOWHERE = Selector.parse("zone in (x,y),rack");

  private final World world;

  Specs(World world) {
    this.world = world;
  }

  JobSpec any() {
    return world.oneIn(4) ? service() : job();
  }

  private JobSpec job() {
    return new JobSpec(
        JobKind.JOB,
        world.oneIn(6) ? name() : null,
        world.oneOf(NAMESPACES),
        labels(),
        Math.toIntExact(world.between(1, world.oneIn(8) ? 12 : 5)),
        world.oneIn(4) ? Math.toIntExact(world.between(1, 3)) : null,
        restart(),
        world.oneIn(4) ? Math.toIntExact(world.between(0, 2)) : null,
        world.oneIn(6) ? world.between(1, 3) : null,
        world.oneIn(3) ? world.between(0, 2) : null,
        world.oneIn(5),
        vm(JOB_IMAGE),
        placement(),
        UpdatePolicy.ONE_BY_ONE);
  }

  private JobSpec service() {
    return new JobSpec(
        JobKind.SERVICE,
        world.oneIn(2) ? name() : null,
        world.oneOf(NAMESPACES),
        labels(),
        Math.toIntExact(world.between(1, 4)),
        null,
        RestartPolicy.NEVER,
        null,
        null,
        world.oneIn(4) ? world.between(0, 2) : null,
        world.oneIn(5),
        vm(SERVICE_IMAGE),
        placement(),
        update());
  }

  /// A service as somebody may want it changed; now and then in a way that is not allowed.
  JobSpec changed(JobSpec service) {
    return new JobSpec(
        service.kind(),
        world.oneIn(30) ? name() : service.name(),
        service.namespace(),
        service.labels(),
        world.oneIn(2) ? Math.toIntExact(world.between(1, 6)) : service.count(),
        null,
        service.restart(),
        null,
        null,
        service.ttlSecondsAfterFinished(),
        service.exclusive(),
        world.oneIn(3) ? service.vm() : vm(SERVICE_IMAGE),
        world.oneIn(4)
            ? placement().withPriority(service.placement().priority())
            : service.placement(),
        update());
  }

  Quota quota() {
    Resources some = new Resources(6_000, 8_000, 1_000, 12);
    return switch (world.random.nextInt(4)) {
      case 0 -> Quota.NONE;
      case 1 -> new Quota(some, null);
      case 2 -> new Quota(some, new Resources(2_000, 2_000, 100, 3));
      default -> new Quota(null, some);
    };
  }

  private String name() {
    return "name" + world.random.nextInt(3);
  }

  private Map<String, String> labels() {
    return switch (world.random.nextInt(3)) {
      case 0 -> Map.of("app", "a");
      case 1 -> Map.of("app", "b");
      default -> Map.of();
    };
  }

  private RestartPolicy restart() {
    return switch (world.random.nextInt(3)) {
      case 0 -> RestartPolicy.NEVER;
      case 1 -> new RestartPolicy(RestartPolicy.Mode.ON_FAILURE, 2);
      default -> new RestartPolicy(RestartPolicy.Mode.ALWAYS, 2);
    };
  }

  private UpdatePolicy update() {
    return switch (world.random.nextInt(3)) {
      case 0 -> UpdatePolicy.ONE_BY_ONE;
      case 1 -> new UpdatePolicy(0, 1);
      default -> new UpdatePolicy(2, 1);
    };
  }

  private VmSpec vm(String image) {
    long cpu = world.oneIn(40) ? 100_000 : world.between(100, world.oneIn(4) ? 2_500 : 900);
    return new VmSpec(
        image,
        List.of(),
        Map.of(),
        null,
        null,
        false,
        false,
        new Resources(cpu, world.between(64, 1_000), world.between(1, 50), 1));
  }

  private PlacementSpec placement() {
    if (world.oneIn(3)) {
      return PlacementSpec.ANYWHERE.withPriority(priority());
    }
    return new PlacementSpec(
        world.oneIn(5) ? List.of(world.oneIn(4) ? NOWHERE : ZONE_A) : List.of(),
        world.oneIn(6) ? List.of(new Preference(ZONE_A, 50)) : List.of(),
        world.oneIn(4) ? List.of(new Spread(by(), maxSkew())) : List.of(),
        world.oneIn(7) ? List.of(affinity()) : List.of(),
        world.oneIn(6) ? List.of(affinity()) : List.of(),
        priority(),
        world.oneIn(6) ? world.between(1, 5) : null);
  }

  private int priority() {
    return world.oneIn(2) ? 0 : world.oneOf(List.of(10, 50));
  }

  private String by() {
    return world.oneOf(List.of("zone", "rack", Affinity.BY_HOST));
  }

  private @Nullable Integer maxSkew() {
    return world.oneIn(3) ? null : Math.toIntExact(world.between(1, 2));
  }

  private Affinity affinity() {
    Selector to = world.oneIn(3) ? null : world.oneIn(2) ? APP_A : APP_B;
    return new Affinity(by(), to, !world.oneIn(4));
  }
}
