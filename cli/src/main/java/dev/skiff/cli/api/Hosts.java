package dev.skiff.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Host;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What can be asked about hosts.
public final class Hosts {
  private final ApiClient api;

  public Hosts(ApiClient api) {
    this.api = api;
  }

  public Host get(String id) throws InterruptedException {
    return new Host(api.ask(ApiRequest.get(path(id))));
  }

  public void cordon(String id) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/cordon"));
  }

  public void uncordon(String id) throws InterruptedException {
    api.ask(ApiRequest.post(path(id) + "/uncordon"));
  }

  /// @param deadline null for as long as it takes
  /// @param force ends at the deadline what has not ended by then
  /// @return the host as it is then
  public Host drain(String id, @Nullable Duration deadline, boolean force)
      throws InterruptedException {
    return new Host(api.ask(drainRequest(id, deadline, force)));
  }

  /// What would move where, as the API shows it.
  public JsonNode planDrain(String id, @Nullable Duration deadline, boolean force)
      throws InterruptedException {
    return api.ask(drainRequest(id, deadline, force).with("dryRun", true));
  }

  private static ApiRequest drainRequest(String id, @Nullable Duration deadline, boolean force) {
    return ApiRequest.post(path(id) + "/drain")
        .with("deadline", deadline == null ? null : deadline.toSeconds() + "s")
        .with("force", force ? true : null);
  }

  public void remove(String id) throws InterruptedException {
    api.ask(ApiRequest.delete(path(id)));
  }

  private static String path(String id) {
    return "/v1/hosts/" + ApiRequest.segment(id);
  }
}
