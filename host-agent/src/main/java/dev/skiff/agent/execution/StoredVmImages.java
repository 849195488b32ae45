package dev.skiff.agent.execution;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageConfig;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageProgress;
import dev.skiff.agent.image.ImageReference;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.image.StoredImage;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.spec.VmSpec;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Images from the host's store, which are pulled first when they are not there and name a
/// registry.
public final class StoredVmImages implements VmImages {
  private final ImageStore store;
  private final HostId host;
  private final RecentImages recent = new RecentImages();

  /// @param host keeps this agent's holds apart from those of others on the same store
  public StoredVmImages(ImageStore store, HostId host) {
    this.store = store;
    this.host = host;
  }

  @Override
  public BootSpec prepare(VmRun run, VmSpec spec) throws ImageException, InterruptedException {
    ImageReference reference = ImageReference.parse(spec.image());
    StoredImage image = acquire(reference, holder(run));
    recent.use(reference.toString());
    ImageConfig config = image.config();
    return BootSpecs.merge(
        run,
        spec,
        image.rootfs(),
        config.command(spec.command()),
        config.environment(spec.env()),
        spec.workdir() == null ? config.workdir() : spec.workdir(),
        spec.user() == null ? config.user() : spec.user());
  }

  private StoredImage acquire(ImageReference reference, String holder)
      throws ImageException, InterruptedException {
    try {
      return store.acquire(reference, holder);
    } catch (ImageException e) {
      if (!e.code().equals("image-not-found") || !reference.remote()) {
        throw e;
      }
    }
    store.pull(reference, ImageProgress.NONE);
    return store.acquire(reference, holder);
  }

  @Override
  public void release(VmRun run) throws ImageException {
    store.release(holder(run));
  }

  /// Those that were not used since the agent started come last, the newest first.
  @Override
  public List<String> held() throws ImageException {
    Set<String> stored = new LinkedHashSet<>();
    store.list().stream()
        .sorted(Comparator.comparingLong(StoredImage::createdMicros).reversed())
        .forEach(image -> image.names().forEach(name -> stored.add(RecentImages.familiar(name))));
    Set<String> held = new LinkedHashSet<>(recent.inOrder());
    held.retainAll(stored);
    held.addAll(stored);
    return List.copyOf(held);
  }

  @Override
  public void retain(Set<VmRun> live) throws ImageException {
    Set<String> holders = new HashSet<>();
    live.forEach(run -> holders.add(holder(run)));
    store.retainHolders(host + "/", holders);
  }

  private String holder(VmRun run) {
    return host + "/" + run.vm() + "#" + run.incarnation();
  }
}
