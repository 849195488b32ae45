package dev.skiff.contracts.state;

/// How many of a job's VMs are in each phase; removed ones are in none.
///
/// @param pending created, or waiting for a host
/// @param starting have a host, do not run yet
/// @param running run
/// @param stopping have been told to end
/// @param succeeded ended with exit code 0
/// @param failed are over in any other way
public record VmCounts(
    int pending, int starting, int running, int stopping, int succeeded, int failed) {
  public static final VmCounts NONE = new VmCounts(0, 0, 0, 0, 0, 0);

  /// The counts with one VM more (or, with -1, less) of the given VM's kind.
  public VmCounts with(Vm vm, int delta) {
    return switch (vm.status()) {
      case CREATED, PENDING ->
          new VmCounts(pending + delta, starting, running, stopping, succeeded, failed);
      case ASSIGNED, STARTING ->
          new VmCounts(pending, starting + delta, running, stopping, succeeded, failed);
      case RUNNING -> new VmCounts(pending, starting, running + delta, stopping, succeeded, failed);
      case STOPPING ->
          new VmCounts(pending, starting, running, stopping + delta, succeeded, failed);
      case EXITED ->
          vm.exit() != null && vm.exit().succeeded()
              ? new VmCounts(pending, starting, running, stopping, succeeded + delta, failed)
              : new VmCounts(pending, starting, running, stopping, succeeded, failed + delta);
      case FAILED, LOST, CANCELLED ->
          new VmCounts(pending, starting, running, stopping, succeeded, failed + delta);
    };
  }

  public int total() {
    return unfinished() + succeeded + failed;
  }

  public int unfinished() {
    return pending + starting + running + stopping;
  }
}
