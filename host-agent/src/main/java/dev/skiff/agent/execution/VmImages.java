package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import java.util.Set;

/// Turns what was asked for into what a driver boots. Methods block.
public interface VmImages {
  /// Finds the image, holds it for the run, and merges the request with the image's configuration.
  BootSpec prepare(VmRun run, VmSpec spec) throws ImageException, InterruptedException;

  /// The run no longer needs its image.
  void release(VmRun run) throws ImageException;

  /// References of images that are here, as people write them, most recently used first.
  List<String> held() throws ImageException;

  /// Only these runs still need their images.
  void retain(Set<VmRun> live) throws ImageException;
}
