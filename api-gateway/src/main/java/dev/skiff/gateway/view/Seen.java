package dev.skiff.gateway.view;

/// An entity as a view has it.
///
/// @param cell whose log it comes from
/// @param logOffset offset of the Transition that it reflects
public record Seen<T>(T entity, int cell, long logOffset) {
  /// The entity's version for HTTP preconditions.
  public String etag() {
    return "\"" + cell + "-" + logOffset + "\"";
  }
}
