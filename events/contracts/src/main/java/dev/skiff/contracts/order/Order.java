package dev.skiff.contracts.order;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.WireRecord;

/// One thing that a host must do. Orders are derived from the log and may be written again at will:
/// carrying one out twice is the same as once.
public sealed interface Order extends WireRecord {
  /// Which placement of the VMs the order is about.
  int incarnation();

  /// Start VMs `first` to `first + count - 1` of a job; an incarnation is started at most once.
  ///
  /// @param exclusive they run only while the host's lease does
  @JsonTypeName("order-start/1")
  record Start(JobId job, int first, int count, int incarnation, boolean exclusive, VmSpec spec)
      implements Order {
    public Start {
      VmId.requireRun(first, count);
    }
  }

  /// An order about one VM.
  sealed interface OfVm extends Order {
    VmId vm();
  }

  /// End it: SIGTERM, and after the grace its power is cut.
  @JsonTypeName("order-stop/1")
  record Stop(VmId vm, int incarnation, long graceMillis) implements OfVm {}

  /// Cut its power.
  @JsonTypeName("order-kill/1")
  record Kill(VmId vm, int incarnation) implements OfVm {}

  /// Let it stand still in memory.
  @JsonTypeName("order-pause/1")
  record Pause(VmId vm, int incarnation) implements OfVm {}

  /// Write its memory to disk and end its VMM.
  @JsonTypeName("order-suspend/1")
  record Suspend(VmId vm, int incarnation) implements OfVm {}

  /// Let it go on after a pause or from its memory on disk.
  @JsonTypeName("order-resume/1")
  record Resume(VmId vm, int incarnation) implements OfVm {}

  /// Remove what it left: directory, logs. It is over.
  @JsonTypeName("order-forget/1")
  record Forget(VmId vm, int incarnation) implements OfVm {}
}
