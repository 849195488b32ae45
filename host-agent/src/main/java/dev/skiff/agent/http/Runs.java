package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.RunStatus;
import dev.skiff.contracts.VmId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Finds the run that a request means.
final class Runs {
  private static final long PATIENCE_SECONDS = 10;

  private Runs() {}

  static List<RunSnapshot> all(HostView host) throws HttpFailure, InterruptedException {
    try {
      return host.runs().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new HttpFailure(503, "agent-busy", "the agent does not answer; try again");
    }
  }

  /// @param incarnation null is the newest that there is
  static RunSnapshot find(HostView host, String vm, @Nullable Integer incarnation)
      throws HttpFailure, InterruptedException {
    VmId id;
    try {
      id = VmId.parse(vm);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(404, "vm-not-found", String.valueOf(e.getMessage()));
    }
    return all(host).stream()
        .filter(run -> run.run().vm().equals(id))
        .filter(run -> incarnation == null || run.run().incarnation() == incarnation)
        .reduce((older, newer) -> newer)
        .orElseThrow(() ->
            new HttpFailure(
                404,
                "vm-not-found",
                "this host has nothing of VM %s%s"
                    .formatted(id, incarnation == null ? "" : ", incarnation " + incarnation)));
  }

  static Optional<RunSnapshot> again(HostView host, RunSnapshot run)
      throws HttpFailure, InterruptedException {
    return all(host).stream().filter(other -> other.run().equals(run.run())).findFirst();
  }

  static boolean isOver(HostView host, RunSnapshot run) throws HttpFailure, InterruptedException {
    return again(host, run).map(now -> now.status() == RunStatus.ENDED).orElse(true);
  }
}
