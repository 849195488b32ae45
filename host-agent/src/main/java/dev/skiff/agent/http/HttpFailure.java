package dev.skiff.agent.http;

import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.vmm.VmmException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// A request that cannot be served, with a stable code and a sentence.
final class HttpFailure extends Exception {
  private final int status;
  private final String code;

  HttpFailure(int status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  static HttpFailure of(Throwable problem) {
    return switch (problem) {
      case HttpFailure failure -> failure;
      case ImageException image ->
          new HttpFailure(statusOf(image.code()), image.code(), said(image));
      case VmmException vmm -> new HttpFailure(502, vmm.code(), said(vmm));
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case ExecutionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      default -> new HttpFailure(500, "internal", "the agent met a problem: " + problem);
    };
  }

  private static String said(Exception problem) {
    String message = problem.getMessage();
    return message == null ? problem.toString() : message;
  }

  private static int statusOf(String imageCode) {
    return switch (imageCode) {
      case "image-not-found" -> 404;
      case "invalid-reference" -> 400;
      case "image-too-large" -> 413;
      case "image-in-use" -> 409;
      case "malformed-image", "unsupported-image", "unsafe-path", "digest-mismatch", "no-command" ->
          422;
      case "registry-unreachable", "registry-denied" -> 502;
      case "disk-full" -> 507;
      case "store-busy", "store-failed", "tool-missing" -> 503;
      default -> 500;
    };
  }
}
