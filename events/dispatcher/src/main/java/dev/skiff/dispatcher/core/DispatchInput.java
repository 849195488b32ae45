package dev.skiff.dispatcher.core;

import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.invocation.InvocationRecord;
import java.util.List;

/// Something that happened to a partition of invocations.
public sealed interface DispatchInput {
  /// Something about one function.
  sealed interface OfFunction extends DispatchInput {
    FunctionId function();
  }

  /// Something about one invocation that is not over.
  sealed interface OfInvocation extends DispatchInput {
    /// Of its record in the partition's `skiff.invocations`.
    long offset();
  }

  /// A function was made or changed.
  record Deployed(FunctionSpec spec, long version) implements OfFunction {
    @Override
    public FunctionId function() {
      return spec.id();
    }
  }

  /// A function is gone.
  record Removed(FunctionId function) implements OfFunction {}

  /// A record of the partition's `skiff.invocations` was read.
  ///
  /// @param bytes of the record
  record Read(long offset, InvocationRecord record, int bytes) implements OfFunction {
    @Override
    public FunctionId function() {
      return record.function();
    }
  }

  /// A record that is none of ours was passed over.
  record Passed(long offset) implements DispatchInput {}

  /// VMs that an earlier owner of the partition left. Comes once, before any grant.
  record Found(FunctionId function, List<ServingVm> vms) implements OfFunction {
    public Found {
      vms = List.copyOf(vms);
    }
  }

  /// A VM that was asked for has a host.
  ///
  /// @param ask the request's number
  record Granted(long ask, FunctionId function, ServingVm vm) implements OfFunction {}

  /// Of the VMs of a request so many will not come.
  ///
  /// @param code stable, such as `no-room`
  /// @param detail a sentence
  record Denied(long ask, FunctionId function, int vms, String code, String detail)
      implements OfFunction {}

  /// A VM serves.
  record Ready(FunctionId function, VmId vm) implements OfFunction {}

  /// A VM is over.
  ///
  /// @param detail a sentence
  record Gone(FunctionId function, VmId vm, String detail) implements OfFunction {}

  /// An attempt ended.
  record Ended(long offset, int attempt, AttemptResult result) implements OfInvocation {}

  /// What was to be told somebody about an invocation has been, or cannot be.
  record Delivered(long offset, DispatchEffect.Destination destination) implements OfInvocation {}

  /// Time passes.
  record Tick() implements DispatchInput {}
}
