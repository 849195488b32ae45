package dev.skiff.cli.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.console.Terminal;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Connects this terminal with a command in a VM for as long as it runs.
public final class Sessions {
  private final ApiClient api;
  private final Surroundings surroundings;

  public Sessions(ApiClient api, Surroundings surroundings) {
    this.api = api;
    this.surroundings = surroundings;
  }

  /// Runs a session to its end.
  ///
  /// @param request of the WebSocket
  /// @param hello the first message, to which the terminal's size is added; null for none
  /// @param tty whether keys go to the guest as they are pressed
  /// @param stdin whether standard input goes to the guest
  /// @param session takes what the guest sends
  public SessionEnd run(
      ApiRequest request,
      @Nullable ObjectNode hello,
      boolean tty,
      boolean stdin,
      GuestSession session)
      throws InterruptedException {
    api.connect(request, session);
    try {
      if (hello != null) {
        Terminal.@Nullable Size size = tty ? surroundings.terminal().size().orElse(null) : null;
        session.send(
            size == null ? hello : hello.put("columns", size.columns()).put("rows", size.rows()));
      }
      session.startedOrOver().get();
      return talk(session, tty, stdin);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      session.close();
    }
  }

  private SessionEnd talk(GuestSession session, boolean tty, boolean stdin)
      throws InterruptedException, ExecutionException {
    boolean keyboard = tty && stdin && surroundings.terminal().isTerminal(StandardStream.IN);
    try (Terminal.RawMode _ = keyboard ? surroundings.terminal().raw() : () -> {};
        Subscription _ = tty ? followSize(session) : () -> {}) {
      if (tty) {
        sendSize(session);
      }
      if (stdin) {
        new InputPump(surroundings.in(), session, keyboard).start();
      }
      return session.end().get();
    }
  }

  private Subscription followSize(GuestSession session) {
    return surroundings.terminal().onResize(() -> sendSize(session));
  }

  private void sendSize(GuestSession session) {
    surroundings.terminal().size().ifPresent(size -> session.resize(size.columns(), size.rows()));
  }
}
