package dev.skiff.agent.image;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// Decompresses what is gzip or zstd by its first bytes and leaves anything else as it is. The
/// bytes decide rather than a media type because archives have none and some registries' are wrong;
/// what comes out is verified against the layer's digest anyway.
final class Decompression {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_ZSTD_WINDOW_LOG = 27;
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private Decompression() {}

  static InputStream open(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(BUFFER);
    byte[] first = in.readNBytes(XZ.length);
    in.reset();
    if (startsWith(first, GZIP)) {
      return new GZIPInputStream(in, BUFFER);
    }
    if (startsWith(first, ZSTD)) {
      ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in);
      zstd.setLongMax(MAX_ZSTD_WINDOW_LOG);
      return zstd;
    }
    if (startsWith(first, XZ) || startsWith(first, BZIP2)) {
      throw new RefusedInput(
          "unsupported-image", "the data is compressed with xz or bzip2 (expected: gzip or zstd)");
    }
    return in;
  }

  private static boolean startsWith(byte[] data, byte[] magic) {
    return data.length >= magic.length
        && Arrays.equals(data, 0, magic.length, magic, 0, magic.length);
  }
}
