package dev.skiff.cli.vm;

import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Colour;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.output.Printable;
import dev.skiff.cli.view.Vm;
import java.util.List;

/// How lists of VMs look.
public final class VmTable {
  private static final int COMMAND_WIDTH = 30;

  private VmTable() {}

  /// @param nowMicros for ages, microseconds since the epoch
  public static Listing<Vm> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("ID", Vm::id),
            Column.of("NAME", Vm::name),
            Column.of("IMAGE", Vm::image),
            Column.<Vm>of("STATE", Vm::state).coloured(vm -> colour(vm.state())),
            Column.of("HOST", Vm::host),
            Column.of("AGE", vm -> age(vm, nowMicros)),
            Column.of("EXIT", Vm::exitText),
            Column.<Vm>of("CPUS", Vm::cpus).onlyWide(),
            Column.<Vm>of("MEMORY", Vm::memory).onlyWide(),
            Column.<Vm>of("RESTARTS", vm -> Integer.toString(vm.restarts())).onlyWide(),
            Column.<Vm>of("COMMAND", VmTable::command).onlyWide(),
            Column.<Vm>of("REASON", Vm::reason).onlyWide()),
        Vm::json,
        Vm::id);
  }

  /// The colour of a VM's or job's state.
  public static Colour colour(String state) {
    return switch (state) {
      case "RUNNING", "SUCCEEDED" -> Colour.GREEN;
      case "PENDING", "ASSIGNED", "STARTING", "STOPPING", "CANCELLING", "PAUSED", "SUSPENDED" ->
          Colour.YELLOW;
      case "FAILED", "LOST" -> Colour.RED;
      case "EXITED", "CANCELLED", "CREATED" -> Colour.DIM;
      default -> Colour.NONE;
    };
  }

  private static String age(Vm vm, long nowMicros) {
    return vm.submitted() == 0 ? "" : Amounts.age(nowMicros - vm.submitted());
  }

  private static String command(Vm vm) {
    return Printable.shortened(String.join(" ", vm.command()), COMMAND_WIDTH);
  }
}
