package dev.skiff.agent.image;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which VM runs from which image. Files, because VMs outlive the agent process and because several
/// agents may share a folder; not flushed to the disk, because no VM outlives the machine. The
/// caller holds the records lock.
final class ImageHolds {
  private static final Pattern HOLDER = Pattern.compile("[A-Za-z0-9._#/-]{1,80}");

  private final StoreFolder folder;

  ImageHolds(StoreFolder folder) {
    this.folder = folder;
  }

  void add(String holder, String image) throws IOException {
    if (!HOLDER.matcher(holder).matches()) {
      throw new IllegalArgumentException(
          "holder: \"%s\" (expected: %s)".formatted(holder, HOLDER.pattern()));
    }
    Files.writeString(folder.hold(holder), image);
  }

  void remove(String holder) throws IOException {
    Files.deleteIfExists(folder.hold(holder));
  }

  void retain(String prefix, Set<String> live) throws IOException {
    for (String holder : all()) {
      if (holder.startsWith(prefix) && !live.contains(holder)) {
        remove(holder);
      }
    }
  }

  List<String> of(String image) throws IOException {
    List<String> holders = new ArrayList<>();
    for (String holder : all()) {
      if (Files.readString(folder.hold(holder)).equals(image)) {
        holders.add(holder);
      }
    }
    return holders;
  }

  private List<String> all() throws IOException {
    List<String> holders = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.holds())) {
      for (Path file : files) {
        holders.add(URLDecoder.decode(file.getFileName().toString(), StandardCharsets.UTF_8));
      }
    }
    return holders;
  }
}
