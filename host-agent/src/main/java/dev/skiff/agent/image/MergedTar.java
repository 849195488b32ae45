package dev.skiff.agent.image;

import dev.skiff.agent.image.Node.Attributes;
import dev.skiff.agent.image.Node.Directory;
import dev.skiff.agent.image.Node.Fifo;
import dev.skiff.agent.image.Node.RegularFile;
import dev.skiff.agent.image.Node.Symlink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// The second pass: writes a [FileTree] as one tar stream that depends on nothing but the layers'
/// content. Directories, links and pipes come first in path order, then file contents in the order
/// in which the layers have them (they can only be read forwards), then hard links.
final class MergedTar {
  private static final int BUFFER = 1 << 16;

  private record Name(Directory directory, String name) {
    String path() {
      return directory.path() + name;
    }
  }

  /// A file to be written: its first name, and further ones that become hard links to it.
  private record Wanted(RegularFile file, Name name, List<Name> links) {}

  private final TarArchiveOutputStream out;
  private final List<Map<Integer, Wanted>> wanted = new ArrayList<>();
  private long contentBytes;

  private MergedTar(OutputStream out, int layers) {
    this.out = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    this.out.setAddPaxHeadersForNonAsciiNames(true);
    for (int i = 0; i < layers; i++) {
      wanted.add(new TreeMap<>());
    }
  }

  static void write(FileTree tree, List<LayerFile> layers, OutputStream out, ImageProgress progress)
      throws IOException, InterruptedException {
    MergedTar merged = new MergedTar(out, layers.size());
    merged.writeDirectory(tree.root());
    ProgressMeter meter =
        new ProgressMeter(progress, ImageProgress.Phase.BUILD, merged.contentBytes);
    for (int i = 0; i < layers.size(); i++) {
      merged.writeFiles(layers.get(i), merged.wanted.get(i), meter);
    }
    merged.writeHardLinks();
    merged.out.finish();
    merged.out.flush();
    meter.finish();
  }

  private void writeDirectory(Directory directory) throws IOException {
    String path = directory.path();
    start(path.isEmpty() ? "./" : path, TarConstants.LF_DIR, directory.attributes, 0, "");
    for (Map.Entry<String, Node> child : directory.children.entrySet()) {
      String name = child.getKey();
      switch (child.getValue()) {
        case Directory below -> writeDirectory(below);
        case Symlink link ->
            start(path + name, TarConstants.LF_SYMLINK, link.attributes(), 0, link.target());
        case Fifo fifo -> start(path + name, TarConstants.LF_FIFO, fifo.attributes(), 0, "");
        case RegularFile file -> want(file, new Name(directory, name));
      }
    }
  }

  private void want(RegularFile file, Name name) {
    Map<Integer, Wanted> ofLayer = wanted.get(file.contentLayer());
    Wanted known = ofLayer.get(file.ordinal());
    if (known == null) {
      ofLayer.put(file.ordinal(), new Wanted(file, name, new ArrayList<>(0)));
      contentBytes += file.size();
    } else {
      known.links().add(name);
    }
  }

  private void writeFiles(LayerFile layer, Map<Integer, Wanted> files, ProgressMeter meter)
      throws IOException, InterruptedException {
    int left = files.size();
    if (left == 0) {
      return;
    }
    byte[] buffer = new byte[BUFFER];
    try (LayerEntries tar =
        new LayerEntries(Files.newInputStream(layer.file()), Long.MAX_VALUE, "a layer")) {
      for (@Nullable TarArchiveEntry entry = tar.next();
          entry != null && left > 0;
          entry = tar.next()) {
        Wanted found = files.get(tar.ordinal());
        if (found != null) {
          writeFile(found, tar, buffer, meter);
          left--;
        }
      }
    }
    if (left > 0) {
      throw new IOException("layer %s changed while it was read".formatted(layer.diffId()));
    }
  }

  private void writeFile(Wanted wanted, LayerEntries tar, byte[] buffer, ProgressMeter meter)
      throws IOException, InterruptedException {
    RegularFile file = wanted.file();
    start(wanted.name().path(), TarConstants.LF_NORMAL, file.attributes(), file.size(), "");
    for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while writing an image");
      }
      out.write(buffer, 0, read);
      meter.add(read);
    }
    out.closeArchiveEntry();
  }

  private void writeHardLinks() throws IOException {
    for (Map<Integer, Wanted> ofLayer : wanted) {
      for (Wanted file : ofLayer.values()) {
        for (Name link : file.links()) {
          start(link.path(), TarConstants.LF_LINK, file.file().attributes(), 0, file.name().path());
        }
      }
    }
  }

  private void start(String path, byte kind, Attributes attributes, long size, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind);
    entry.setMode(attributes.mode());
    entry.setUserId(attributes.uid());
    entry.setGroupId(attributes.gid());
    entry.setNames("", "");
    entry.setLastModifiedTime(FileTime.from(attributes.mtimeSeconds(), TimeUnit.SECONDS));
    entry.setSize(size);
    entry.setLinkName(target);
    out.putArchiveEntry(entry);
    if (kind != TarConstants.LF_NORMAL) {
      out.closeArchiveEntry();
    }
  }
}
