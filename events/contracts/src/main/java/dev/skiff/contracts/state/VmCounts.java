package dev.skiff.contracts.state;

/// How many of a job's VMs are in each phase; removed ones are in none.
///
/// @param pending created, or waiting for a host
/// @param starting have a host, do not run yet
/// @param running run
/// @param held stand still, in memory or on disk
/// @param stopping have been told to end
/// @param succeeded ended with exit code 0
/// @param failed are over in any other way
public record VmCounts(
    int pending, int starting, int running, int held, int stopping, int succeeded, int failed) {
  public static final VmCounts NONE = new VmCounts(0, 0, 0, 0, 0, 0, 0);

  /// The counts with some VMs of the given one's kind more, or less.
  public VmCounts with(Vm vm, int delta) {
    return switch (vm.status()) {
      case CREATED, PENDING ->
          new VmCounts(pending + delta, starting, running, held, stopping, succeeded, failed);
      case ASSIGNED, STARTING ->
          new VmCounts(pending, starting + delta, running, held, stopping, succeeded, failed);
      case RUNNING ->
          new VmCounts(pending, starting, running + delta, held, stopping, succeeded, failed);
      case PAUSED, SUSPENDED ->
          new VmCounts(pending, starting, running, held + delta, stopping, succeeded, failed);
      case STOPPING ->
          new VmCounts(pending, starting, running, held, stopping + delta, succeeded, failed);
      case EXITED ->
          vm.exit() != null && vm.exit().succeeded()
              ? new VmCounts(pending, starting, running, held, stopping, succeeded + delta, failed)
              : new VmCounts(pending, starting, running, held, stopping, succeeded, failed + delta);
      case FAILED, LOST, CANCELLED ->
          new VmCounts(pending, starting, running, held, stopping, succeeded, failed + delta);
    };
  }

  public int total() {
    return unfinished() + succeeded + failed;
  }

  public int unfinished() {
    return pending + onHosts();
  }

  /// VMs that hold a host.
  public int onHosts() {
    return starting + running + held + stopping;
  }
}
