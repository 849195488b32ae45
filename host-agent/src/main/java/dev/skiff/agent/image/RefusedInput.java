package dev.skiff.agent.image;

import java.io.IOException;

/// Carries an [ImageException] through code that may only throw [IOException], such as a stream.
final class RefusedInput extends IOException {
  private final ImageException refusal;

  RefusedInput(String code, String message) {
    this(new ImageException(code, message));
  }

  private RefusedInput(ImageException refusal) {
    super(refusal.getMessage(), refusal);
    this.refusal = refusal;
  }

  ImageException refusal() {
    return refusal;
  }
}
