package dev.skiff.gateway.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.request.IdempotencyKey;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Picks the cell of a new job.
///
/// A cell knows only the names and the idempotency keys of its own jobs, so what must be unique
/// decides: a named job's cell is a function of namespace and name, and a nameless job's with a key
/// is a function of the key. Any other job goes to a random cell. (So one key under two names may
/// meet two cells, neither of which knows of the other's.)
public final class CellChoice {
  private final int cells;

  public CellChoice(int cells) {
    this.cells = cells;
  }

  public CellId of(
      String namespace,
      @Nullable String name,
      @Nullable IdempotencyKey key,
      RandomGenerator random) {
    if (name != null) {
      return ofName(namespace, name);
    }
    return key == null ? new CellId(random.nextInt(cells)) : hashed(key.key());
  }

  public CellId ofName(String namespace, String name) {
    return hashed(namespace + "/" + name);
  }

  private CellId hashed(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(UTF_8));
    return new CellId((int) (crc.getValue() % cells));
  }
}
