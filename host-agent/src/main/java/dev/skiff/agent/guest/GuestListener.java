package dev.skiff.agent.guest;

import dev.skiff.agent.vmm.OutputKind;
import java.nio.ByteBuffer;

/// Hears a guest. [#output], [#exited] and [#ended] come in order on one thread, the others on the
/// session's reader; none may take long except [#output], whose slowness becomes the guest's.
public interface GuestListener {
  /// The guest has introduced itself.
  void hello(GuestHello hello);

  /// The guest has taken its configuration.
  default void ready() {}

  /// The guest went on from a snapshot and is itself.
  default void restored() {}

  /// The VM's own command runs.
  void started();

  /// The guest could not set itself up and will power off.
  void failed(String reason);

  /// The VM's own command wrote something.
  void output(OutputKind kind, ByteBuffer data);

  /// The VM's own command is over and all of its output was heard; to be acknowledged.
  void exited(GuestExit exit);

  /// The session is over without an exit.
  ///
  /// @param violation whether the guest broke the protocol
  void ended(String reason, boolean violation);
}
