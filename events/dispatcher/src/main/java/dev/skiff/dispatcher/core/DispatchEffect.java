package dev.skiff.dispatcher.core;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;

/// Something to do.
public sealed interface DispatchEffect {
  /// Ask the fleet for VMs. Answered by one `Granted` for each, or by `Denied`.
  ///
  /// @param ask a number that no other request of this owner has
  record Ask(long ask, FunctionSpec spec, long version, int vms) implements DispatchEffect {}

  /// Tell when a VM serves, or that it will not. Answered by `Ready` or `Gone`.
  record AwaitReady(FunctionId function, VmId vm) implements DispatchEffect {}

  /// Let a VM end. Not answered.
  ///
  /// @param now without grace: it may be at something that nobody wants any more
  record Stop(VmId vm, boolean now) implements DispatchEffect {}

  /// Hand an event to a VM. Answered by `Ended`.
  ///
  /// @param waitMillis how long the VM may take to get ready
  record Attempt(
      long offset, int attempt, Invoke invoke, ServingVm vm, long timeoutMillis, long waitMillis)
      implements DispatchEffect {}

  /// Tell somebody how an invocation ended. Answered by `Delivered`.
  record Deliver(Destination destination, Invoke invoke, Settled settled, FunctionSpec spec)
      implements DispatchEffect {}

  /// Own the partition no more: somebody else does.
  record StepDown(String reason) implements DispatchEffect {}

  /// Who is told about the end of an invocation before it counts as over.
  enum Destination {
    /// The function's dead-letter topic.
    DEAD_LETTERS,
    /// The reply topic that the invocation names.
    REPLY_TOPIC,
    /// The URL that the invocation names.
    CALLBACK
  }
}
