package dev.skiff.loadtests.deployment;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that nobody listens on at the moment. They are below those that the system gives to
/// outgoing connections, one of which would otherwise take a port before its process listens on it.
final class FreePorts {
  private static final int LOWEST = 20_000;
  private static final int ABOVE = 32_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  static List<Integer> find(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < ATTEMPTS && sockets.size() < count; i++) {
        listen(ThreadLocalRandom.current().nextInt(LOWEST, ABOVE)).ifPresent(sockets::add);
      }
      if (sockets.size() < count) {
        throw new IOException("no %d free ports from %d to %d".formatted(count, LOWEST, ABOVE - 1));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Optional<ServerSocket> listen(int port) throws IOException {
    try {
      return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (BindException taken) {
      return Optional.empty();
    }
  }
}
