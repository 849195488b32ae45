package dev.skiff.contracts;

/// The topics of a fleet and how they are partitioned. A prefix lets several fleets share a broker.
///
/// @param prefix `skiff` unless configured
/// @param cells how many cells the fleet has; partition = cell in every topic that belongs to
///   cells, but `orders`
public record Topics(String prefix, int cells) {
  /// Partitions of `orders` for each cell; about 16 hosts share one at 256 hosts a cell.
  public static final int ORDER_PARTITIONS_PER_CELL = 16;

  /// Partitions of `invocations` and of `receipts`, whatever the number of cells: a function's
  /// partition never changes.
  public static final int INVOCATION_PARTITIONS = 16;

  public Topics {
    if (!prefix.matches("[a-z0-9][a-z0-9._-]{0,40}")) {
      throw new IllegalArgumentException(
          "prefix: \"" + prefix + "\" (expected: 1 to 41 of a-z, 0-9, '.', '_', '-')");
    }
    if (cells < 1 || cells > 10_000) {
      throw new IllegalArgumentException("cells: " + cells + " (expected: 1 to 10000)");
    }
  }

  /// What people want; written by gateways, dispatchers and operators.
  public String requests() {
    return prefix + ".requests";
  }

  /// What hosts see; key = host.
  public String reports() {
    return prefix + ".reports";
  }

  /// That hosts live; key = host; minutes of retention.
  public String heartbeats() {
    return prefix + ".heartbeats";
  }

  /// The truth; written by each cell's owner only.
  public String log() {
    return prefix + ".log";
  }

  /// What hosts must do; key = host.
  public String orders() {
    return prefix + ".orders";
  }

  /// Folded states; compacted.
  public String checkpoints() {
    return prefix + ".checkpoints";
  }

  /// Records that could not be read, with the reason.
  public String poison() {
    return prefix + ".poison";
  }

  /// What functions there are; key = function; compacted; one partition.
  public String functions() {
    return prefix + ".functions";
  }

  /// What functions are to do; partition by function.
  public String invocations() {
    return prefix + ".invocations";
  }

  /// What became of invocations; partition as in `invocations`.
  public String receipts() {
    return prefix + ".receipts";
  }

  /// Events whose invocation failed for good, as CloudEvents, where a function names no topic of
  /// its own.
  public String deadLetters() {
    return prefix + ".dead-letters";
  }

  public int orderPartitions() {
    return cells * ORDER_PARTITIONS_PER_CELL;
  }

  /// The partition of `orders` that a host reads: a stable function of its cell and name.
  public int orderPartition(CellId cell, HostId host) {
    return cell.value() * ORDER_PARTITIONS_PER_CELL
        + Math.floorMod(host.value().hashCode(), ORDER_PARTITIONS_PER_CELL);
  }
}
