package dev.skiff.agent.image;

/// An image operation that did not work, with a stable code for programs and a sentence for people.
///
/// Codes: `invalid-reference`, `image-not-found`, `image-too-large`, `digest-mismatch`,
/// `unsafe-path`, `malformed-image`, `unsupported-image`, `registry-unreachable`,
/// `registry-denied`, `disk-full`, `image-in-use`, `tool-missing`, `no-command`, `store-busy`,
/// `store-failed`.
public final class ImageException extends Exception {
  private final String code;

  public ImageException(String code, String message) {
    super(message);
    this.code = code;
  }

  public ImageException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
