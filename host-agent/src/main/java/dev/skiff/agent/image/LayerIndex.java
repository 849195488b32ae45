package dev.skiff.agent.image;

import dev.skiff.agent.image.Node.Attributes;
import dev.skiff.agent.image.Node.Fifo;
import dev.skiff.agent.image.Node.RegularFile;
import dev.skiff.agent.image.Node.Symlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/// The first pass over an image's layers: verifies each one's digest and merges their entries into
/// a [FileTree], without content.
final class LayerIndex {
  private static final String WHITEOUT = ".wh.";
  private static final String WHITEOUT_META = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MAX_LINK_BYTES = 4095;
  private static final long MAX_ID = 0xFFFF_FFFEL;
  private static final long MAX_MTIME = 0xFFFF_FFFFL;

  private final ImageLimits limits;
  private final FileTree tree;
  private int entries;
  private long unpacked;

  private LayerIndex(ImageLimits limits) {
    this.limits = limits;
    this.tree = new FileTree(limits.maxEntries());
  }

  static FileTree read(List<LayerFile> layers, ImageLimits limits, ImageProgress progress)
      throws IOException, InterruptedException {
    LayerIndex index = new LayerIndex(limits);
    ProgressMeter meter = new ProgressMeter(progress, ImageProgress.Phase.CHECK, -1);
    for (int i = 0; i < layers.size(); i++) {
      index.read(layers.get(i), i, "layer %d of %d".formatted(i + 1, layers.size()), meter);
    }
    meter.finish();
    return index.tree;
  }

  private void read(LayerFile layer, int number, String what, ProgressMeter meter)
      throws IOException, InterruptedException {
    long allowed =
        Math.min(
            limits.maxUnpackedBytes() - unpacked, limits.unpackedBytesOf(layer.compressedBytes()));
    try (LayerEntries tar = new LayerEntries(Files.newInputStream(layer.file()), allowed, what)) {
      for (@Nullable TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while checking " + what);
        }
        if (++entries > limits.maxEntries()) {
          throw new RefusedInput(
              "image-too-large",
              "the image has more than %d entries (expected: <= %d)"
                  .formatted(limits.maxEntries(), limits.maxEntries()));
        }
        apply(entry, number, tar.ordinal());
        meter.at(unpacked + tar.count());
      }
      Digest found = tar.finish();
      if (!found.equals(layer.diffId())) {
        throw new RefusedInput(
            "digest-mismatch",
            "%s unpacks to %s (expected: %s)".formatted(what, found, layer.diffId()));
      }
      unpacked += tar.count();
    }
  }

  private void apply(TarArchiveEntry entry, int layer, int ordinal) throws RefusedInput {
    EntryPath path = EntryPath.of(entry.getName());
    if (isMarker(path)) {
      applyMarker(path, layer);
      return;
    }
    switch (TarKind.of(entry)) {
      case DIRECTORY -> tree.putDirectory(path, attributes(entry, path), layer);
      case FILE -> {
        RegularFile file =
            new RegularFile(attributes(entry, path), entry.getSize(), layer, ordinal, layer);
        tree.put(path, file, layer);
      }
      case HARD_LINK -> tree.link(path, EntryPath.ofLinkTarget(entry.getLinkName()), layer);
      case SYMLINK ->
          tree.put(
              path, new Symlink(attributes(entry, path), linkTarget(entry, path), layer), layer);
      case FIFO -> tree.put(path, new Fifo(attributes(entry, path), layer), layer);
      // The guest mounts its own /dev, and an image has no business with other devices.
      case DEVICE -> tree.drop(path);
      case SPARSE ->
          throw new RefusedInput(
              "unsupported-image", "the image's entry \"%s\" is a sparse file".formatted(path));
      case UNKNOWN ->
          throw EntryPath.malformed(path.toString(), "is of a kind that no image may have");
    }
  }

  private static boolean isMarker(EntryPath path) throws RefusedInput {
    for (int i = 0; i < path.components().size(); i++) {
      String component = path.components().get(i);
      boolean last = i == path.components().size() - 1;
      if (component.startsWith(WHITEOUT_META) || (last && component.startsWith(WHITEOUT))) {
        return true;
      }
      if (component.startsWith(WHITEOUT)) {
        throw EntryPath.malformed(path.toString(), "lies below a whiteout");
      }
    }
    return false;
  }

  private void applyMarker(EntryPath path, int layer) throws RefusedInput {
    String name = path.name();
    if (name.equals(OPAQUE)) {
      tree.opaque(path.parent(), path, layer);
      return;
    }
    if (path.components().stream().anyMatch(part -> part.startsWith(WHITEOUT_META))) {
      // Left behind by the aufs driver of old Docker versions; means nothing here.
      return;
    }
    String hidden = name.substring(WHITEOUT.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw EntryPath.unsafe(path.toString(), "is a whiteout of no file");
    }
    tree.whiteout(path.parent(), hidden, path, layer);
  }

  private static Attributes attributes(TarArchiveEntry entry, EntryPath path) throws RefusedInput {
    long uid = entry.getLongUserId();
    long gid = entry.getLongGroupId();
    if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
      throw EntryPath.malformed(
          path.toString(), "belongs to %d:%d, which are no user and group".formatted(uid, gid));
    }
    long mtime = entry.getLastModifiedTime().to(TimeUnit.SECONDS);
    return new Attributes(entry.getMode() & 07777, uid, gid, Math.clamp(mtime, 0, MAX_MTIME));
  }

  private static String linkTarget(TarArchiveEntry entry, EntryPath path) throws RefusedInput {
    String target = entry.getLinkName();
    if (target.isEmpty()
        || target.indexOf('\0') >= 0
        || target.getBytes(StandardCharsets.UTF_8).length > MAX_LINK_BYTES) {
      throw EntryPath.malformed(path.toString(), "is a symbolic link to nothing or to too much");
    }
    return target;
  }
}
