package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The images on this host: one read-only squashfs per content, shared by all VMs that boot from
/// it.
///
/// Safe for use by many threads, many stores in one JVM and many processes on the same folder. All
/// methods block; those that take an [ImageProgress] may work for minutes and end on an interrupt.
/// A store has no threads of its own and needs no closing. DESIGN.md tells what it decides.
public final class ImageStore {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String TAR2SQFS = "tar2sqfs";
  private static final Duration STALL = Duration.ofSeconds(60);

  private final StoreFolder folder;
  private final ImageLimits limits;
  private final ImageRecords records;
  private final ImageNames names;
  private final ImageHolds holds;
  private final ImageBuilder builder;
  private final RegistryClient registries = new RegistryClient();
  private final Semaphore builds;
  private final Path busybox;
  private final Duration stall;

  public ImageStore(Path dir) throws ImageException {
    this(dir, ImageLimits.defaults());
  }

  /// Opens the store in `dir`, makes it if it is not there, and deletes what processes that died
  /// left half-made in it.
  public ImageStore(Path dir, ImageLimits limits) throws ImageException {
    this(dir, limits, TAR2SQFS, BUSYBOX, STALL);
  }

  ImageStore(Path dir, ImageLimits limits, String tar2sqfs, Path busybox, Duration stall)
      throws ImageException {
    try {
      this.folder = StoreFolder.open(dir);
    } catch (IOException e) {
      throw Failures.ofStore("open the image store " + dir, e);
    }
    this.limits = limits;
    this.records = new ImageRecords(folder);
    this.names = new ImageNames(folder);
    this.holds = new ImageHolds(folder);
    this.builder = new ImageBuilder(folder, records, names, limits, new SquashfsWriter(tar2sqfs));
    this.builds = new Semaphore(limits.maxConcurrentBuilds());
    this.busybox = busybox;
    this.stall = stall;
    cleanUp();
  }

  /// Finds a local image by name. Never asks a registry.
  public Optional<StoredImage> resolve(ImageReference reference) throws ImageException {
    try {
      Optional<ImageNames.Name> name = names.find(reference);
      return name.isPresent() ? byDigest(name.get().image()) : Optional.empty();
    } catch (IOException e) {
      throw Failures.ofStore("look up image " + reference, e);
    }
  }

  /// Finds a local image by its own digest, `sha256:…`.
  public Optional<StoredImage> byDigest(String digest) throws ImageException {
    try {
      Optional<ImageRecord> record = records.find(Digest.parse(digest, "digest"));
      return record.isPresent() ? Optional.of(stored(record.get())) : Optional.empty();
    } catch (IOException e) {
      throw Failures.ofStore("look up image " + digest, e);
    }
  }

  /// All images, by their first name.
  public List<StoredImage> list() throws ImageException {
    try {
      List<StoredImage> images = new ArrayList<>();
      for (ImageRecord record : records.all()) {
        images.add(stored(record));
      }
      images.sort(
          Comparator.comparing(
                  (StoredImage image) -> image.names().isEmpty() ? "" : image.names().getFirst())
              .thenComparing(StoredImage::digest));
      return images;
    } catch (IOException e) {
      throw Failures.ofStore("list images", e);
    }
  }

  /// Fetches an image from its registry, or only checks that the store has what the registry has by
  /// that name now.
  public StoredImage pull(ImageReference reference, ImageProgress progress)
      throws ImageException, InterruptedException {
    if (!reference.remote()) {
      throw new ImageException(
          "image-not-found",
          "%s is a local name and not on this host: import it, or name a registry as in registry.example/%s"
              .formatted(reference, reference));
    }
    try {
      progress.update(ImageProgress.Phase.RESOLVE, 0, -1);
      RegistryImage source = RegistryImage.find(registries, reference, limits, stall);
      ConfigDocument config = ConfigDocument.of(source.config());
      if (!builder.reuse(config, source, source.names())) {
        builds.acquire();
        try (WorkFolder work = WorkFolder.create(folder)) {
          builder.build(config, source, source.names(), work, progress);
        } finally {
          builds.release();
        }
      }
      return require(config.digest());
    } catch (IOException e) {
      throw Failures.of("pull " + reference, e);
    }
  }

  /// Takes in a `docker save` archive or an OCI layout, in a tar (also gzip or zstd) or a folder.
  ///
  /// @param name what to call the image, and which one is meant if there are several; null to use
  ///   the names in the archive
  public StoredImage importArchive(
      Path archive, @Nullable ImageReference name, ImageProgress progress)
      throws ImageException, InterruptedException {
    if (Files.isDirectory(archive)) {
      return importFrom(_ -> ArchiveFiles.ofFolder(archive), name, progress);
    }
    if (!Files.isRegularFile(archive)) {
      throw new ImageException("image-not-found", "%s: no such file or folder".formatted(archive));
    }
    try (InputStream in = Files.newInputStream(archive)) {
      return importArchive(in, name, progress);
    } catch (IOException e) {
      throw Failures.of("read " + archive, e);
    }
  }

  /// Like [#importArchive(Path, ImageReference, ImageProgress)] for a tar that comes as a stream,
  /// which is read to its end but not closed.
  public StoredImage importArchive(
      InputStream archive, @Nullable ImageReference name, ImageProgress progress)
      throws ImageException, InterruptedException {
    return importFrom(work -> ArchiveFiles.unpack(archive, work, limits, progress), name, progress);
  }

  /// Makes `skiff/busybox:latest` from this host's static busybox unless it is there already.
  public StoredImage ensureBuiltin() throws ImageException, InterruptedException {
    ImageReference name = ImageReference.parse(BusyboxImage.NAME);
    try {
      BusyboxImage source = BusyboxImage.of(busybox);
      ConfigDocument config = ConfigDocument.of(source.config());
      try (WorkFolder work = WorkFolder.create(folder)) {
        builder.build(config, source, List.of(name), work, ImageProgress.NONE);
      }
      return require(config.digest());
    } catch (IOException e) {
      throw Failures.of("make " + name, e);
    }
  }

  /// Drops a name, and with its last name the image.
  ///
  /// @throws ImageException `image-not-found`; `image-in-use` when it is the last name and VMs run
  ///   from the image
  public void remove(ImageReference reference) throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      Optional<ImageNames.Name> name = names.find(reference);
      if (name.isEmpty()) {
        throw notFound(reference.toString());
      }
      Digest image = Digest.parse(name.get().image(), "image");
      if (names.of(image.toString()).size() > 1) {
        names.delete(name.get().name());
      } else {
        delete(image, reference.toString());
      }
    } catch (IOException e) {
      throw Failures.ofStore("remove " + reference, e);
    }
  }

  /// Drops an image and all its names.
  public void remove(String digest) throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      delete(Digest.parse(digest, "digest"), digest);
    } catch (IOException e) {
      throw Failures.ofStore("remove " + digest, e);
    }
  }

  /// Finds an image and notes that a VM runs from it, so that nobody removes it. Durable: ends with
  /// [#release(String)] or [#retainHolders(String, Set)], not with this process. Once more for the
  /// same holder replaces the earlier hold.
  ///
  /// @param holder 1 to 80 of `A-Z a-z 0-9 . _ # / -`, unique in the folder, for example
  ///   `host-1/j0-x.0#3`
  /// @throws ImageException `image-not-found`
  public StoredImage acquire(ImageReference reference, String holder) throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      StoredImage image = resolve(reference).orElseThrow(() -> notFound(reference.toString()));
      holds.add(holder, image.digest());
      return image;
    } catch (IOException e) {
      throw Failures.ofStore("use image " + reference, e);
    }
  }

  /// Ends a hold; nothing happens if there is none.
  public void release(String holder) throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      holds.remove(holder);
    } catch (IOException e) {
      throw Failures.ofStore("release the image of " + holder, e);
    }
  }

  /// Ends all holds that begin with `prefix` except those in `live`; for an agent that starts.
  public void retainHolders(String prefix, Set<String> live) throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      holds.retain(prefix, live);
    } catch (IOException e) {
      throw Failures.ofStore("release the images of " + prefix, e);
    }
  }

  private interface Opening {
    ArchiveFiles open(WorkFolder work) throws IOException, ImageException, InterruptedException;
  }

  private StoredImage importFrom(
      Opening opening, @Nullable ImageReference name, ImageProgress progress)
      throws ImageException, InterruptedException {
    if (name != null && name.digest() != null) {
      throw new ImageException(
          "invalid-reference",
          "image: \"%s\" (expected: a name and a tag, as an import has no registry's digest)"
              .formatted(name));
    }
    builds.acquire();
    try (WorkFolder work = WorkFolder.create(folder)) {
      ImageSource source = ArchiveImage.open(opening.open(work), name);
      ConfigDocument config = ConfigDocument.of(source.config());
      List<ImageReference> as = name == null ? source.names() : List.of(name);
      builder.build(config, source, as, work, progress);
      return require(config.digest());
    } catch (IOException e) {
      throw Failures.of("import the image", e);
    } finally {
      builds.release();
    }
  }

  private void delete(Digest image, String asked) throws IOException, ImageException {
    Optional<ImageRecord> record = records.find(image);
    List<String> holders = holds.of(image.toString());
    if (!holders.isEmpty()) {
      throw new ImageException(
          "image-in-use",
          "%s is used by %d VMs (%s): remove them first"
              .formatted(
                  asked,
                  holders.size(),
                  String.join(", ", holders.subList(0, Math.min(3, holders.size())))));
    }
    List<String> called = names.of(image.toString());
    if (record.isEmpty() && called.isEmpty()) {
      throw notFound(asked);
    }
    for (String name : called) {
      names.delete(name);
    }
    if (record.isPresent()) {
      records.delete(record.get());
    }
  }

  private StoredImage stored(ImageRecord record) throws IOException, ImageException {
    return new StoredImage(
        record.digest(),
        names.of(record.digest()),
        folder.rootfs(record.rootfsDigest()),
        record.sizeBytes(),
        record.config(),
        record.createdMicros());
  }

  private StoredImage require(Digest image) throws ImageException {
    return byDigest(image.toString()).orElseThrow(() -> notFound(image.toString()));
  }

  private void cleanUp() throws ImageException {
    try (StoreLock _ = StoreLock.recordsUninterrupted(folder)) {
      WorkFolder.deleteAbandoned(folder);
      records.deleteOrphans();
    } catch (IOException e) {
      throw Failures.ofStore("clean up the image store " + folder.path(), e);
    }
  }

  private static ImageException notFound(String image) {
    return new ImageException(
        "image-not-found",
        "%s is not on this host: pull or import it first (\"skiff image ls\" shows what is here)"
            .formatted(image));
  }
}
