package dev.skiff.core.owner;

/// A fast and fallible hint of who should own a cell (Hazelcast membership). When it is wrong for a
/// moment, nothing breaks: claims decide.
public interface Members {
  /// Whether this scheduler comes first for the cell among those alive (rendezvous hash).
  boolean preferred();

  /// Whether a scheduler is alive as far as known.
  boolean alive(String scheduler);
}
