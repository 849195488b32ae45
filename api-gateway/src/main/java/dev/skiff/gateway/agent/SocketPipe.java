package dev.skiff.gateway.agent;

import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Joins two WebSockets: every frame passes unchanged, either side is read no faster than the other
/// takes, and the close code of one becomes that of the other. Used on one event loop.
final class SocketPipe {
  /// For a side that went away without a word.
  private static final short GONE = 1011;

  private static final int NO_CODE = 1005;
  private static final int ABNORMAL = 1006;

  private final ClientWebSocket agent;
  private final Queue<WebSocketFrame> early = new ArrayDeque<>();
  private @Nullable ServerWebSocket client;
  private boolean agentClosed;

  /// @param agent not connected yet: its first frames may come before the client's side is ready
  SocketPipe(ClientWebSocket agent) {
    this.agent = agent;
    agent.frameHandler(this::fromAgent);
    agent.closeHandler(_ -> closed());
    agent.exceptionHandler(_ -> closed());
  }

  void join(ServerWebSocket socket) {
    client = socket;
    socket.frameHandler(frame -> forward(frame, socket, agent));
    socket.closeHandler(_ -> close(socket, agent));
    socket.exceptionHandler(_ -> close(socket, agent));
    for (WebSocketFrame frame = early.poll(); frame != null; frame = early.poll()) {
      forward(frame, agent, socket);
    }
    if (agentClosed) {
      close(agent, socket);
    }
  }

  private void fromAgent(WebSocketFrame frame) {
    ServerWebSocket socket = client;
    if (socket == null) {
      early.add(frame);
    } else {
      forward(frame, agent, socket);
    }
  }

  private void closed() {
    agentClosed = true;
    ServerWebSocket socket = client;
    if (socket != null) {
      close(agent, socket);
    }
  }

  private static void forward(WebSocketFrame frame, WebSocketBase from, WebSocketBase to) {
    if (frame.isClose() || to.isClosed()) {
      return;
    }
    to.writeFrame(frame);
    if (to.writeQueueFull()) {
      from.pause();
      to.drainHandler(_ -> from.resume());
    }
  }

  private static void close(WebSocketBase from, WebSocketBase to) {
    if (to.isClosed()) {
      return;
    }
    Short code = from.closeStatusCode();
    boolean said = code != null && code != NO_CODE && code != ABNORMAL;
    to.close(said ? code : GONE, said ? from.closeReason() : "the other side went away");
  }
}
