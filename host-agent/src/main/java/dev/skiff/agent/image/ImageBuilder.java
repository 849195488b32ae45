package dev.skiff.agent.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes what a source offers into an image of the store, once, whoever asks for it how often.
final class ImageBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(ImageBuilder.class);

  private final StoreFolder folder;
  private final ImageRecords records;
  private final ImageNames names;
  private final ImageLimits limits;
  private final SquashfsWriter squashfs;

  ImageBuilder(
      StoreFolder folder,
      ImageRecords records,
      ImageNames names,
      ImageLimits limits,
      SquashfsWriter squashfs) {
    this.folder = folder;
    this.records = records;
    this.names = names;
    this.limits = limits;
    this.squashfs = squashfs;
  }

  /// Gives an image that the store has already these names too.
  boolean reuse(ConfigDocument config, ImageSource source, List<ImageReference> as)
      throws IOException, ImageException, InterruptedException {
    try (StoreLock _ = StoreLock.records(folder)) {
      if (records.find(config.digest()).isEmpty()) {
        return false;
      }
      name(config, source, as);
      return true;
    }
  }

  void build(
      ConfigDocument config,
      ImageSource source,
      List<ImageReference> as,
      WorkFolder work,
      ImageProgress progress)
      throws IOException, ImageException, InterruptedException {
    try (StoreLock _ = StoreLock.work(folder, config.digest())) {
      if (reuse(config, source, as) || reuseRootfs(config, source, as)) {
        return;
      }
      List<LayerFile> layers = source.layers(config, work, progress);
      FileTree tree = LayerIndex.read(layers, limits, progress);
      Path file = work.newFile("squashfs");
      squashfs.write(tar -> MergedTar.write(tree, layers, tar, progress), file);
      commit(config, source, as, file);
    }
  }

  /// Images whose layers have the same content share the file.
  private boolean reuseRootfs(ConfigDocument config, ImageSource source, List<ImageReference> as)
      throws IOException, ImageException, InterruptedException {
    try (StoreLock _ = StoreLock.records(folder)) {
      var twin = records.findByChain(config.chainId());
      if (twin.isEmpty()) {
        return false;
      }
      records.write(ImageRecord.of(config, twin.get().rootfsDigest(), twin.get().sizeBytes()));
      name(config, source, as);
      return true;
    }
  }

  /// The file first, the record second, the name last: a crash in between leaves nothing that lies.
  private void commit(ConfigDocument config, ImageSource source, List<ImageReference> as, Path file)
      throws IOException, ImageException, InterruptedException {
    Digest rootfs = Digest.of(file);
    long size = Files.size(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    try (StoreLock _ = StoreLock.records(folder)) {
      if (!Files.exists(folder.rootfs(rootfs))) {
        DurableFile.publish(file, folder.rootfs(rootfs));
      }
      records.write(ImageRecord.of(config, rootfs, size));
      name(config, source, as);
    }
    LOG.info("stored image {} {} ({} bytes)", config.digest(), as, size);
  }

  private void name(ConfigDocument config, ImageSource source, List<ImageReference> as)
      throws IOException {
    for (ImageReference name : as) {
      names.put(name, config.digest(), source.manifest());
    }
  }
}
