package dev.skiff.gateway.manifest;

import dev.skiff.contracts.spec.JobKind;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.RestartPolicy;
import dev.skiff.contracts.spec.UpdatePolicy;
import dev.skiff.contracts.spec.VmSpec;
import org.jspecify.annotations.Nullable;

/// Reads the `spec` of a Job or a Service.
final class SpecManifest {
  private static final String[] OF_JOB = {
    "count",
    "parallelism",
    "restart",
    "backoffLimit",
    "activeDeadlineSeconds",
    "ttlSecondsAfterFinished",
    "exclusive",
    "vm",
    "placement"
  };
  private static final String[] OF_SERVICE = {
    "count", "ttlSecondsAfterFinished", "exclusive", "vm", "placement", "update"
  };

  private SpecManifest() {}

  /// What is wrong becomes an error in `manifest`; the result is then of no use.
  static JobSpec parse(Fields manifest, JobKind kind, Metadata metadata) {
    manifest.require("spec", "what to run");
    boolean service = kind == JobKind.SERVICE;
    Fields spec = manifest.object("spec", service ? OF_SERVICE : OF_JOB);
    int count = (int) spec.integer("count", Defaults.COUNT, 1, JobSpec.MAX_COUNT);
    Integer parallelism = service ? null : count(spec, "parallelism", 1, JobSpec.MAX_COUNT);
    RestartPolicy restart = service ? RestartManifest.OF_SERVICE : RestartManifest.parse(spec);
    Integer backoff = service ? null : count(spec, "backoffLimit", 0, Integer.MAX_VALUE);
    Long deadline =
        service
            ? null
            : seconds(spec, "activeDeadlineSeconds", 1, ManifestLimits.MAX_DEADLINE_SECONDS);
    Long ttl = seconds(spec, "ttlSecondsAfterFinished", 0, ManifestLimits.MAX_TTL_SECONDS);
    boolean exclusive = spec.flag("exclusive", false);
    spec.require("vm", "the VM to run");
    VmSpec vm = VmManifest.parse(spec, "vm");
    PlacementSpec placement = PlacementManifest.parse(spec);
    UpdatePolicy update = service ? UpdateManifest.parse(spec, count) : UpdatePolicy.ONE_BY_ONE;
    return new JobSpec(
        kind,
        metadata.name(),
        metadata.namespace(),
        metadata.labels(),
        count,
        parallelism,
        restart,
        backoff,
        deadline,
        service && ttl == null ? (Long) Defaults.SERVICE_TTL_SECONDS : ttl,
        exclusive,
        vm,
        placement,
        update);
  }

  private static @Nullable Integer count(Fields spec, String field, int least, int most) {
    return spec.has(field) ? (Integer) (int) spec.integer(field, least, least, most) : null;
  }

  private static @Nullable Long seconds(Fields spec, String field, long least, long most) {
    return spec.has(field) ? (Long) spec.integer(field, least, least, most) : null;
  }
}
