package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageReference;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.spec.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// For the simulated driver: every well-formed name is an image, whose command is `run`.
public final class SimulatedVmImages implements VmImages {
  private static final Path NO_ROOTFS = Path.of("simulated.squashfs");

  private final RecentImages recent = new RecentImages();

  @Override
  public BootSpec prepare(VmRun run, VmSpec spec) throws ImageException {
    recent.use(ImageReference.parse(spec.image()).toString());
    List<String> command = spec.command().isEmpty() ? List.of("run") : spec.command();
    return BootSpecs.merge(
        run,
        spec,
        NO_ROOTFS,
        command,
        spec.env(),
        spec.workdir() == null ? "/" : spec.workdir(),
        spec.user());
  }

  @Override
  public void release(VmRun run) {}

  /// Those that have been used: more there is not to prefer this host for.
  @Override
  public List<String> held() {
    return recent.inOrder();
  }

  @Override
  public void retain(Set<VmRun> live) {}
}
