package dev.skiff.cli.api;

import dev.skiff.cli.view.Vm;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be asked about VMs.
public final class Vms {
  /// Longer than the server holds a wait.
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final ApiClient api;

  public Vms(ApiClient api) {
    this.api = api;
  }

  public static ApiRequest list() {
    return ApiRequest.get("/v1/vms");
  }

  public Pages.Found<Vm> list(ApiRequest request, int limit) throws InterruptedException {
    return Pages.read(api, request, limit, Vm::new);
  }

  public Vm get(String id) throws InterruptedException {
    return new Vm(api.ask(ApiRequest.get(path(id))));
  }

  public Optional<Vm> find(String id) throws InterruptedException {
    return api.find(ApiRequest.get(path(id))).map(Vm::new);
  }

  public void start(String id) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/start"));
  }

  public void stop(String id, Duration grace) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/stop").with("grace", grace.toMillis() + "ms"));
  }

  public void kill(String id) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/kill"));
  }

  /// @param how `pause`, `suspend` or `resume`
  public void hold(String id, String how) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/" + how));
  }

  public void remove(String id, boolean force) throws InterruptedException {
    api.ask(ApiRequest.delete(path(id)).with("force", force ? true : null));
  }

  /// Waits at the server for a state.
  ///
  /// @param state `running` (reached as well by a VM that is over) or `finished`
  /// @param atMost how long, up to ten minutes
  /// @return empty when the time ran out
  public Optional<Vm> await(String id, String state, Duration atMost) throws InterruptedException {
    ApiRequest request =
        ApiRequest.get(path(id) + "/wait")
            .with("state", state)
            .with("timeout", atMost.toMillis() + "ms")
            .within(atMost.plus(MARGIN));
    try {
      return Optional.of(new Vm(api.ask(request)));
    } catch (ApiProblemException e) {
      if (e.problem().status() == 408) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Opens the lines of a VM's log, one JSON object each.
  ///
  /// @param since microseconds since the epoch or RFC 3339; null is the beginning
  /// @param tail only so many lines of what is there; null is all
  public InputStream logs(String id, boolean follow, @Nullable String since, @Nullable Integer tail)
      throws InterruptedException {
    ApiRequest request =
        ApiRequest.get(path(id) + "/logs")
            .with("follow", follow ? true : null)
            .with("since", since)
            .with("tail", tail)
            .header("Accept", "application/x-ndjson");
    // A log asked for before its VM has a host is answered when it has one.
    return api.open(follow ? request.within(Duration.ofDays(30)) : request);
  }

  /// Path of a VM.
  public static String path(String id) {
    return "/v1/vms/" + ApiRequest.segment(id);
  }
}
