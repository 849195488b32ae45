package dev.skiff.cli.lookup;

import dev.skiff.cli.api.ApiClient;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.view.Host;
import java.util.List;

/// Finds hosts by name, or by a beginning that only one has.
public final class HostLookup {
  private final ApiClient api;

  public HostLookup(ApiClient api) {
    this.api = api;
  }

  /// The host that is meant.
  ///
  /// @throws Failure when it means none or several
  public Host host(String text) throws InterruptedException {
    List<Host> found = beginningWith(text);
    if (found.isEmpty()) {
      throw new Failure("no host \"" + text + "\"", "see what there is: skiff host ls");
    }
    return choose(text, found);
  }

  List<Host> beginningWith(String text) throws InterruptedException {
    ApiRequest request = ApiRequest.get("/v1/hosts").with("prefix", text);
    return Pages.read(api, request, Candidates.LIMIT, Host::new).items();
  }

  static Host choose(String text, List<Host> found) {
    for (Host host : found) {
      if (host.id().equals(text)) {
        return host;
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw Candidates.ambiguous("host", text, found, Host::id);
  }
}
