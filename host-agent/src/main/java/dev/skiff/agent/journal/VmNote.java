package dev.skiff.agent.journal;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import org.jspecify.annotations.Nullable;

/// What a VM directory belongs to, as an agent noted it.
///
/// @param vm which VM
/// @param incarnation which placement of it
/// @param image what it runs, for people
/// @param resources what it holds
/// @param orderReceived when its order was read, microseconds since the epoch
/// @param driver the driver that boots it
/// @param exclusive it runs under the host's lease
/// @param begun whether anything of it may have been started; set durably before the VMM is
/// @param exit how it ended; null while that is not known
/// @param reported whether the cell is known to have been told of the exit
public record VmNote(
    VmId vm,
    int incarnation,
    String image,
    Resources resources,
    long orderReceived,
    String driver,
    boolean exclusive,
    boolean begun,
    @Nullable ExitStatus exit,
    boolean reported) {
  public static VmNote accepted(
      VmRun run,
      String image,
      Resources resources,
      long orderReceived,
      String driver,
      boolean exclusive) {
    return new VmNote(
        run.vm(),
        run.incarnation(),
        image,
        resources,
        orderReceived,
        driver,
        exclusive,
        false,
        null,
        false);
  }

  public VmRun run() {
    return new VmRun(vm, incarnation);
  }

  VmNote withBegun() {
    return with(true, exit, reported);
  }

  VmNote withExit(ExitStatus how) {
    return with(begun, how, reported);
  }

  VmNote withReported() {
    return with(begun, exit, true);
  }

  private VmNote with(boolean nowBegun, @Nullable ExitStatus nowExit, boolean nowReported) {
    return new VmNote(
        vm,
        incarnation,
        image,
        resources,
        orderReceived,
        driver,
        exclusive,
        nowBegun,
        nowExit,
        nowReported);
  }
}
