package dev.skiff.agent.image;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where things lie in a store's folder:
///
/// - `rootfs/<sha256 of the file>.squashfs`: what VMs boot from
/// - `images/<image digest>.json`: an [ImageRecord]
/// - `names/<sha256 of the name>.json`: a name and the image it points at
/// - `holds/<holder>`: the digest of the image that a VM runs from
/// - `locks/`: files that are only ever locked; `tmp/`: work in progress
record StoreFolder(Path path) {
  static StoreFolder open(Path dir) throws IOException {
    Files.createDirectories(dir);
    StoreFolder folder = new StoreFolder(dir.toRealPath());
    for (Path part :
        new Path[] {
          folder.rootfs(),
          folder.images(),
          folder.names(),
          folder.holds(),
          folder.locks(),
          folder.temporary()
        }) {
      Files.createDirectories(part);
    }
    return folder;
  }

  Path rootfs() {
    return path.resolve("rootfs");
  }

  Path rootfs(Digest squashfs) {
    return rootfs().resolve(squashfs.hex() + ".squashfs");
  }

  Path images() {
    return path.resolve("images");
  }

  Path image(Digest image) {
    return images().resolve(image.hex() + ".json");
  }

  Path names() {
    return path.resolve("names");
  }

  Path name(ImageReference reference) {
    byte[] text = reference.toString().getBytes(StandardCharsets.UTF_8);
    return names().resolve(Digest.of(text).hex() + ".json");
  }

  Path holds() {
    return path.resolve("holds");
  }

  Path hold(String holder) {
    return holds().resolve(URLEncoder.encode(holder, StandardCharsets.UTF_8));
  }

  Path locks() {
    return path.resolve("locks");
  }

  Path temporary() {
    return path.resolve("tmp");
  }
}
