package dev.skiff.agent.guest;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// The guest's end of a line, spoken by a test.
final class FakeGuest implements AutoCloseable {
  private static final int SYNC_BYTES = 32;

  final GuestSession session;
  private final SocketChannel line;
  private final ServerSocketChannel server;

  FakeGuest(Path folder, GuestListener listener) throws IOException {
    Path path = folder.resolve("guest.sock");
    Files.deleteIfExists(path);
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
    SocketChannel host = SocketChannel.open(address);
    line = server.accept();
    session = new GuestSession(host, GuestSession.newToken(), 0, 0, listener);
    session.start();
  }

  /// Answers the host's sync mark and says hello.
  void greet() throws IOException {
    byte[] sync = read(SYNC_BYTES).array();
    String hex = HexFormat.of().formatHex(sync);
    sendRaw(new SyncMark(hex.substring(0, 32), hex.substring(32)).fromGuest());
    awaitFrame(FrameType.HELLO);
    send(
        FrameType.HELLO,
        0,
        new FieldWriter().number(Field.PROTOCOL, GuestHello.PROTOCOL).payload());
  }

  void send(FrameType type, int stream, ByteBuffer payload) throws IOException {
    sendRaw(FrameCodec.encode(type, 0, stream, payload).array());
  }

  void sendRaw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        line.write(buffer);
      }
    } catch (IOException e) {
      // The host has hung up already, as it should on garbage.
    }
  }

  /// Reads frames until one of this type comes; returns its payload.
  ByteBuffer awaitFrame(FrameType type) throws IOException {
    while (true) {
      ByteBuffer header = read(FrameCodec.HEADER_BYTES);
      ByteBuffer payload = read(header.getInt(0));
      if (header.get(4) == type.code) {
        return payload;
      }
    }
  }

  long awaitCredit(int stream) throws IOException {
    return awaitFrame(FrameType.CREDIT).getLong(1) + stream;
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (line.read(buffer) < 0) {
        throw new IOException("the host hung up");
      }
    }
    return buffer.flip();
  }

  /// Waits until the host has closed the line.
  void awaitHangUp() {
    ByteBuffer rest = ByteBuffer.allocate(1024);
    try {
      int read;
      do {
        read = line.read(rest.clear());
      } while (read >= 0);
    } catch (IOException e) {
      // Closed with bytes of ours unread.
    }
  }

  void hangUp() throws IOException {
    line.close();
  }

  @Override
  public void close() throws IOException {
    line.close();
    session.close();
    server.close();
  }
}
