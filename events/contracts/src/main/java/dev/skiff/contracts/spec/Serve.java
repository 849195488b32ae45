package dev.skiff.contracts.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What makes a VM one that serves: it does not run its command to an end, but takes invocations,
/// one after another or some at a time.
///
/// VMs that say the same `snapshot` and ask for the same are the same but for who they are, so the
/// first that is ready on a host is put on disk there, and later ones are restored from it.
///
/// @param protocol how an invocation reaches the command
/// @param port where an `http` command listens; it is told by the variable `PORT`
/// @param concurrency invocations at the same time, 1 to [#MAX_CONCURRENCY]
/// @param readySeconds how long an `http` command may take to listen
/// @param snapshot a word for what is the same, such as `default/thumbnails@17`
public record Serve(
    Protocol protocol, int port, int concurrency, int readySeconds, String snapshot) {
  public static final int MAX_CONCURRENCY = 30;

  /// How an invocation reaches a command.
  public enum Protocol {
    /// One process for each invocation: the event as JSON on its standard input, the result on its
    /// standard output.
    @JsonProperty("stdio")
    STDIO,
    /// One process that listens on a port and is sent CloudEvents over HTTP, as Knative and Cloud
    /// Run do.
    @JsonProperty("http")
    HTTP
  }

  public Serve {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(
          "concurrency: " + concurrency + " (expected: 1 to " + MAX_CONCURRENCY + ")");
    }
    if (readySeconds < 1 || readySeconds > 600) {
      throw new IllegalArgumentException("readySeconds: " + readySeconds + " (expected: 1 to 600)");
    }
    if (snapshot.isBlank() || snapshot.length() > 160) {
      throw new IllegalArgumentException(
          "snapshot: \"" + snapshot + "\" (expected: 1 to 160 characters)");
    }
  }
}
