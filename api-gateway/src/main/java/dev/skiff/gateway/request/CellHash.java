package dev.skiff.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skiff.contracts.CellId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// Functions from texts to cells that are the same in every gateway and for good.
public final class CellHash {
  private CellHash() {}

  /// The cell that knows a name: names are unique in a namespace, so one cell has to know.
  public static CellId ofName(String namespace, String name, int cells) {
    CRC32C crc = new CRC32C();
    crc.update((namespace + "/" + name).getBytes(UTF_8));
    return new CellId((int) (crc.getValue() % cells));
  }

  /// All cells in the order in which a key prefers them: by rendezvous hashing (Thaler and
  /// Ravishankar, 1998), so that another cell is put in somewhere and the others keep their order.
  public static List<CellId> order(String key, int cells) {
    long seed = fnv(key);
    return IntStream.range(0, cells)
        .boxed()
        .sorted(
            Comparator.comparingLong((Integer cell) -> mixed(seed ^ mixed(cell + 1L)))
                .thenComparing(Comparator.naturalOrder()))
        .map(CellId::new)
        .toList();
  }

  /// FNV-1a, 64 bits.
  private static long fnv(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
