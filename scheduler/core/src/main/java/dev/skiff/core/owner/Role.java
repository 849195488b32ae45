package dev.skiff.core.owner;

/// What a scheduler is to a cell.
public enum Role {
  /// Has no state yet, or has thrown it away.
  LOADING,
  /// Keeps the folded state warm.
  FOLLOWING,
  /// Has written a claim and waits to read it.
  CLAIMING,
  /// Owns the cell.
  OWNING,
  /// Met a record that it is too old for; neither follows nor claims.
  TOO_OLD
}
