package dev.skiff.standalone.up;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;

/// Ports on loopback.
final class Ports {
  private Ports() {}

  /// Whether something could listen there now.
  static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// The port of the last time if it can be had again, else 0 for any.
  static int again(OptionalInt before) {
    return before.isPresent() && free(before.getAsInt()) ? before.getAsInt() : 0;
  }
}
