package dev.skiff.cli.stream;

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
  /// @param request of the WebSocket; the terminal's size is added
  /// @param tty whether keys go to the guest as they are pressed
  /// @param stdin whether standard input goes to the guest
  /// @param session takes what the guest sends
  public SessionEnd run(ApiRequest request, boolean tty, boolean stdin, GuestSession session)
      throws InterruptedException {
    boolean keyboard = tty && stdin && surroundings.terminal().isTerminal(StandardStream.IN);
    Terminal.@Nullable Size size = tty ? surroundings.terminal().size().orElse(null) : null;
    ApiRequest sized =
        size == null ? request : request.with("columns", size.columns()).with("rows", size.rows());
    api.connect(sized, session);
    try {
      session.startedOrOver().get();
      return talk(session, keyboard, tty, stdin);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      session.close();
    }
  }

  private SessionEnd talk(GuestSession session, boolean keyboard, boolean tty, boolean stdin)
      throws InterruptedException, ExecutionException {
    try (Terminal.RawMode _ = keyboard ? surroundings.terminal().raw() : () -> {};
        Subscription _ = tty ? followSize(session) : () -> {}) {
      if (stdin) {
        new InputPump(surroundings.in(), session, keyboard).start();
      }
      return session.end().get();
    }
  }

  private Subscription followSize(GuestSession session) {
    Terminal terminal = surroundings.terminal();
    return terminal.onResize(
        () -> terminal.size().ifPresent(size -> session.resize(size.columns(), size.rows())));
  }
}
