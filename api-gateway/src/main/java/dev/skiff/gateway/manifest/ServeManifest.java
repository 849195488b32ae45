package dev.skiff.gateway.manifest;

import dev.skiff.contracts.spec.Serve;
import org.jspecify.annotations.Nullable;

/// Reads the `serve` of a VM, and what a function says of the same.
final class ServeManifest {
  static final int PORT = 8080;
  static final int READY_SECONDS = 30;
  static final int MOST_READY_SECONDS = 600;
  private static final int MAX_SNAPSHOT = 160;

  private ServeManifest() {}

  /// Null where the VM runs its command to the end.
  ///
  /// @param attachable whether the VM has a terminal or an open input
  static @Nullable Serve parse(Fields vm, boolean attachable) {
    if (!vm.has("serve")) {
      return null;
    }
    Fields serve =
        vm.object("serve", "protocol", "port", "concurrency", "readySeconds", "snapshot");
    serve.require("snapshot", "a word for what is the same, such as default/thumbnails@17");
    Serve read =
        new Serve(
            protocol(serve),
            port(serve),
            concurrency(serve),
            (int) serve.integer("readySeconds", READY_SECONDS, 1, MOST_READY_SECONDS),
            serve.parsed("snapshot", "refused", ServeManifest::snapshot));
    if (attachable) {
      vm.error("serve", "serve: given with tty or stdin (expected: a VM that is not attached to)");
      return null;
    }
    return read;
  }

  static Serve.Protocol protocol(Fields fields) {
    return fields.parsed("protocol", Serve.Protocol.STDIO, ServeManifest::protocol);
  }

  static int port(Fields fields) {
    return (int) fields.integer("port", PORT, 1, 65_535);
  }

  static int concurrency(Fields fields) {
    return (int) fields.integer("concurrency", 1, 1, Serve.MAX_CONCURRENCY);
  }

  private static Serve.Protocol protocol(String text) {
    return switch (text) {
      case "stdio" -> Serve.Protocol.STDIO;
      case "http" -> Serve.Protocol.HTTP;
      default -> throw new IllegalArgumentException("\"" + text + "\" (expected: stdio or http)");
    };
  }

  private static String snapshot(String text) {
    if (text.isBlank() || text.length() > MAX_SNAPSHOT) {
      throw new IllegalArgumentException(
          "%d characters (expected: 1 to %d, not all blank)"
              .formatted(text.length(), MAX_SNAPSHOT));
    }
    return text;
  }
}
