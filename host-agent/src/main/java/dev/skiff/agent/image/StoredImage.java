package dev.skiff.agent.image;

import java.nio.file.Path;
import java.util.List;

/// An image that is ready to boot from.
///
/// @param digest `sha256:…` of the image's configuration, which is also what Docker calls the image
///   ID: the same however the image arrived
/// @param names canonical references that point at it, sorted; may be empty
/// @param rootfs absolute path of the read-only squashfs; its file name is its own SHA-256
/// @param sizeBytes size of the squashfs
/// @param createdMicros when the image was built, as its configuration tells; 0 when it does not
public record StoredImage(
    String digest,
    List<String> names,
    Path rootfs,
    long sizeBytes,
    ImageConfig config,
    long createdMicros) {
  public StoredImage {
    names = List.copyOf(names);
  }
}
