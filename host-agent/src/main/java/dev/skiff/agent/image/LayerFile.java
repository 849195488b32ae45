package dev.skiff.agent.image;

import java.nio.file.Path;

/// A layer on this host's disk.
///
/// @param file the tar, plain or compressed
/// @param compressedBytes size of the file
/// @param diffId the digest that the uncompressed tar must have
record LayerFile(Path file, long compressedBytes, Digest diffId) {}
