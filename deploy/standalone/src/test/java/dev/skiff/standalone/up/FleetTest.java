package dev.skiff.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.Resources;
import dev.skiff.standalone.data.DataFolder;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole fleet in this JVM, on simulated VMs: what is tested is how its parts come up together.
class FleetTest {
  private static final String JOB =
      """
      {"metadata": {"name": "sleeper"},
       "spec": {"count": 2, "vm": {"image": "skiff/busybox", "command": ["sleep", "1000"]}}}
      """;

  @TempDir Path temp;

  private final HttpClient client = HttpClient.newHttpClient();
  private DataFolder folder;

  @BeforeEach
  void openFolder() throws Exception {
    folder = DataFolder.open(temp.resolve("fleet"));
  }

  @AfterEach
  void closeFolder() {
    folder.close();
    client.close();
  }

  @Test
  void shouldComeBackWithItsJobsHostsAndPorts() throws Exception {
    int port;
    int kafkaPort;
    try (Fleet first = start("simulated", 0, OptionalInt.empty())) {
      port = first.port();
      kafkaPort = first.kafkaPort();
      assertThat(post(first, "/v1/jobs?wait=running&timeout=30s", JOB).statusCode()).isEqualTo(201);
      first.stopVms(Duration.ofSeconds(1));
    }
    try (Fleet second = start("simulated", port, OptionalInt.of(kafkaPort))) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.kafkaPort()).isEqualTo(kafkaPort);
      assertThat(get(second, "/v1/jobs?name=sleeper")).contains("\"sleeper\"");
      assertThat(get(second, "/v1/hosts")).contains("host-1", "host-2", "\"READY\"");
    }
  }

  @Test
  void shouldSayWhichDriversThereAre() {
    assertThatThrownBy(() -> start("no-such-driver", 0, OptionalInt.empty()))
        .hasMessageContaining("no-such-driver");
  }

  private Fleet start(String driver, int port, OptionalInt kafkaPort) throws Exception {
    FleetPlan plan =
        new FleetPlan(
            PlannedHost.of(2, Map.of()), new Resources(2000, 1024, 4096, 8), 100, driver, port);
    PrintStream quiet =
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new FleetStart(plan, folder, new Progress(quiet, System::nanoTime)).run(kafkaPort);
  }

  private String get(Fleet fleet, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url() + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private HttpResponse<String> post(Fleet fleet, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(fleet.url() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
