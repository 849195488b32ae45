package dev.skiff.contracts.order;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.WireRecord;

/// One thing that a host must do. Orders are derived from the log and may be written again at will:
/// carrying one out twice is the same as once.
public sealed interface Order extends WireRecord {
  VmId vm();

  /// Which placement of the VM the order is about.
  int incarnation();

  /// Start it; an incarnation is started at most once.
  @JsonTypeName("order-start/1")
  record Start(VmId vm, int incarnation, VmSpec spec) implements Order {}

  /// End it: SIGTERM, and after the grace its power is cut.
  @JsonTypeName("order-stop/1")
  record Stop(VmId vm, int incarnation, long graceMillis) implements Order {}

  /// Cut its power.
  @JsonTypeName("order-kill/1")
  record Kill(VmId vm, int incarnation) implements Order {}

  /// Remove what it left: directory, logs. It is over.
  @JsonTypeName("order-forget/1")
  record Forget(VmId vm, int incarnation) implements Order {}
}
