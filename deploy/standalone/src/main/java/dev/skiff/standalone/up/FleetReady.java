package dev.skiff.standalone.up;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.skiff.agent.app.AgentApp;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.HostStatus;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.contracts.wire.Codecs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Waits until a user would call the fleet ready: every host of this start is seen joined, cordoned
/// ones included, and the API says that it serves.
final class FleetReady {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final IMap<String, ViewEntry> hosts;
  private final List<AgentApp> agents;
  private final FleetPlan plan;

  FleetReady(HazelcastInstance hazelcast, List<AgentApp> agents, FleetPlan plan) {
    this.hosts = hazelcast.getMap(Views.HOSTS);
    this.agents = agents;
    this.plan = plan;
  }

  void await(int port) throws FleetException, InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    for (int index = 0; index < agents.size(); index++) {
      while (!joined(index)) {
        pause(giveUp, plan.hosts().get(index).id() + " has not joined");
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      String missing = missing(client, port);
      while (!missing.isEmpty()) {
        pause(giveUp, "the API does not serve (" + missing + ")");
        missing = missing(client, port);
      }
    }
  }

  private boolean joined(int index) throws InterruptedException {
    if (!agents.get(index).awaitJoined(PAUSE)) {
      return false;
    }
    ViewEntry entry = hosts.get(plan.hosts().get(index).id().value());
    if (entry == null || entry.removed()) {
      return false;
    }
    Host host = Codecs.entityFromJson(entry.json(), Host.class);
    return host.session() == agents.get(index).session() && host.status() != HostStatus.LOST;
  }

  /// What the API says that it lacks; empty when it serves.
  private static String missing(HttpClient client, int port) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? "" : response.body();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void pause(long giveUp, String what) throws FleetException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (System.nanoTime() - giveUp > 0) {
      throw new FleetException(
          "%s within %d s; the log says more".formatted(what, PATIENCE.toSeconds()));
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
