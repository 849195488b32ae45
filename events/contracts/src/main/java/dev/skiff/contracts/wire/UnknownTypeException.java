package dev.skiff.contracts.wire;

import com.fasterxml.jackson.core.JsonProcessingException;

/// Carries the name of an unknown, mandatory type out of Jackson.
final class UnknownTypeException extends JsonProcessingException {
  private final String type;

  UnknownTypeException(String type) {
    super("type: \"" + type + "\" is unknown and must not be skipped");
    this.type = type;
  }

  String type() {
    return type;
  }
}
