package dev.skiff.agent.vmm;

/// A process inside a guest.
public interface GuestProcess {
  /// Hears what an exec'd process writes and how it ended. Calls come in order, one at a time; a
  /// slow listener slows the process down (credit), it does not fill memory.
  interface Listener {
    void stdout(byte[] data);

    void stderr(byte[] data);

    void exited(int exitCode);

    /// The guest went away or broke the protocol; nothing follows.
    void lost(String reason);
  }

  /// Queues bytes for standard input; blocks while the guest grants no credit, at most 30 s.
  void stdin(byte[] data) throws VmmException, InterruptedException;

  void closeStdin() throws VmmException;

  /// Sends a signal, by number.
  void signal(int signal) throws VmmException;

  void resize(int columns, int rows) throws VmmException;
}
