package dev.skiff.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// The node's two listening sockets, bound before the node is configured: broker and controller
/// have to know the controller's port before either runs, and a port that is looked up, freed and
/// bound again later can be lost to another process in between.
final class LoopbackSockets implements ServerSocketFactory, AutoCloseable {
  private static final int BACKLOG = 64;

  private final ServerSocketChannel controller;
  private final ServerSocketChannel clients;

  private LoopbackSockets(ServerSocketChannel controller, ServerSocketChannel clients) {
    this.controller = controller;
    this.clients = clients;
  }

  static LoopbackSockets open(int port) throws BrokerException {
    ServerSocketChannel clients = bind(port);
    try {
      return new LoopbackSockets(bind(0), clients);
    } catch (BrokerException e) {
      close(clients);
      throw e;
    }
  }

  int port() {
    return clients.socket().getLocalPort();
  }

  InetSocketAddress controllerAddress() {
    return (InetSocketAddress) controller.socket().getLocalSocketAddress();
  }

  /// Hands the socket of a listener to Kafka, which closes it at the end.
  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int backlog, int receiveBuffer) {
    return listener.equals(BrokerConfig.CONTROLLER) ? controller : clients;
  }

  @Override
  public void close() {
    close(controller);
    close(clients);
  }

  private static ServerSocketChannel bind(int port) throws BrokerException {
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), BACKLOG);
      return channel;
    } catch (BindException e) {
      close(channel);
      throw new BrokerException(
          "port: %d is in use on 127.0.0.1 (expected: a free port for the Kafka broker)"
              .formatted(port),
          e);
    } catch (IOException e) {
      close(channel);
      throw new BrokerException("cannot listen on 127.0.0.1:%d: %s".formatted(port, e), e);
    }
  }

  private static void close(@Nullable ServerSocketChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
