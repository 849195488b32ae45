package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes boot specs of requests.
final class BootSpecs {
  private BootSpecs() {}

  static BootSpec merge(
      VmRun run,
      VmSpec spec,
      Path rootfs,
      List<String> command,
      Map<String, String> env,
      String workdir,
      @Nullable String user) {
    Resources resources = spec.resources();
    BootSpec merged =
        new BootSpec(
            run.vm().toString(),
            rootfs,
            Math.toIntExact(resources.milliCpu()),
            Math.toIntExact(resources.memoryMib()),
            Math.toIntExact(resources.diskMib()),
            command,
            env,
            workdir,
            user,
            spec.tty(),
            spec.stdin(),
            null);
    return spec.serve() == null ? merged : merged.serving(spec.serve());
  }
}
