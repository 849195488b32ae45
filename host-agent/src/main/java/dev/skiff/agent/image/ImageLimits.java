package dev.skiff.agent.image;

/// How much one image may ask of a host before it is refused as `image-too-large`.
///
/// @param maxUnpackedBytes all layers of one image together, decompressed; also bounds what is
///   downloaded or imported for it
/// @param maxEntries files, directories and links in all layers of one image together
/// @param maxRatio decompressed size over compressed size of a layer; looked at once a layer has
///   given 64 MiB. Honest layers stay below 100, gzip cannot exceed 1,032, zstd can
/// @param maxConcurrentBuilds images being fetched or built at a time by one store; times
///   `maxUnpackedBytes` this bounds the temporary space
public record ImageLimits(
    long maxUnpackedBytes, int maxEntries, int maxRatio, int maxConcurrentBuilds) {
  static final int MAX_LAYERS = 128;
  static final int MAX_DOCUMENT_BYTES = 4 << 20;
  private static final long RATIO_FREE_BYTES = 64L << 20;

  public ImageLimits {
    if (maxUnpackedBytes <= 0 || maxEntries <= 0 || maxRatio <= 0 || maxConcurrentBuilds <= 0) {
      throw new IllegalArgumentException(
          "limits: %d bytes, %d entries, ratio %d, %d builds (expected: all > 0)"
              .formatted(maxUnpackedBytes, maxEntries, maxRatio, maxConcurrentBuilds));
    }
  }

  public static ImageLimits defaults() {
    return new ImageLimits(8L << 30, 500_000, 500, 2);
  }

  /// The most that a layer of this compressed size may unpack to.
  long unpackedBytesOf(long compressedBytes) {
    long byRatio =
        compressedBytes > Long.MAX_VALUE / maxRatio ? Long.MAX_VALUE : compressedBytes * maxRatio;
    return Math.max(RATIO_FREE_BYTES, byRatio);
  }
}
