package dev.skiff.loadtests.startup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.loadtests.results.Figure;
import dev.skiff.loadtests.results.Percentiles;
import dev.skiff.loadtests.results.Report;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts a fleet as a user does, leaves it alone for a while, then runs VMs one after the other
/// and adds up their receipts.
@Command(
    name = "startup",
    mixinStandardHelpOptions = true,
    description = "Time to a ready fleet, to a running command, and the cost of an idle fleet.")
public final class StartupCommand implements Callable<Integer> {
  @Option(names = "--vms", description = "VMs to run, one after the other (${DEFAULT-VALUE})")
  private int vms = 10;

  @Option(names = "--idle", description = "seconds to watch the idle fleet (${DEFAULT-VALUE})")
  private int idleSeconds = 30;

  @Option(names = "--driver", description = "VMM driver (${DEFAULT-VALUE})")
  private String driver = "auto";

  private final JsonMapper json = new JsonMapper();

  @Override
  public Integer call() throws Exception {
    Path tree = Path.of(System.getProperty("skiff.root", "."));
    List<Figure> figures = new ArrayList<>();
    System.err.println("starting a fleet of 3 hosts ...");
    try (StandaloneFleet fleet = StandaloneFleet.start(tree, List.of("--driver", driver))) {
      figures.add(
          Figure.atMost("fleet ready (skiff up, 3 hosts)", seconds(fleet.startedIn()), "s", 8));
      idle(fleet, figures);
      start(fleet, figures);
    }
    Report.of(
            tree,
            "startup",
            "loadtests/run startup --vms %d --idle %d --driver %s"
                .formatted(vms, idleSeconds, driver),
            figures)
        .publish(tree);
    return 0;
  }

  private void idle(StandaloneFleet fleet, List<Figure> figures)
      throws IOException, InterruptedException {
    System.err.printf("watching it idle for %d s ...%n", idleSeconds);
    TimeUnit.SECONDS.sleep(10);
    double cpu = fleet.cpuSeconds();
    long began = System.nanoTime();
    TimeUnit.SECONDS.sleep(idleSeconds);
    double spent = (fleet.cpuSeconds() - cpu) / ((System.nanoTime() - began) / 1e9) * 100;
    figures.add(Figure.atMost("idle fleet, resident", fleet.residentMib(), "MiB", 600));
    figures.add(Figure.atMost("idle fleet, CPU of one core", spent, "%", 3));
  }

  private void start(StandaloneFleet fleet, List<Figure> figures)
      throws IOException, InterruptedException {
    Map<String, List<Double>> phases = new TreeMap<>();
    for (int i = 0; i < vms; i++) {
      System.err.printf("running VM %d of %d ...%n", i + 1, vms);
      JsonNode timings = run(fleet).at("/status/timings");
      note(phases, "1 request to admitted", timings, "submitted", "accepted");
      note(phases, "2 admitted to placed", timings, "accepted", "assigned");
      note(phases, "3 placed to agent", timings, "assigned", "orderReceived");
      note(phases, "4 agent to VMM spawned", timings, "orderReceived", "vmmStarted");
      note(phases, "5 VMM to guest ready", timings, "vmmStarted", "guestReady");
      note(phases, "6 guest ready to command", timings, "guestReady", "commandStarted");
      note(phases, "control plane: request to agent", timings, "submitted", "orderReceived");
      note(phases, "whole start: request to command", timings, "submitted", "commandStarted");
    }
    phases.forEach((phase, values) -> {
      Percentiles percentiles = new Percentiles(values);
      figures.add(
          phase.startsWith("control")
              ? Figure.atMost(phase + ", p50", percentiles.at(50), "ms", 3)
              : Figure.of(phase + ", p50", percentiles.at(50), "ms"));
      if (!Character.isDigit(phase.charAt(0))) {
        figures.add(Figure.of(phase + ", max", percentiles.at(100), "ms"));
      }
    });
  }

  /// Runs a VM to its end and removes it.
  private JsonNode run(StandaloneFleet fleet) throws IOException, InterruptedException {
    String job =
        """
        {"kind": "Job", "spec": {"vm": {"image": "skiff/busybox", "command": ["true"],
         "cpus": "0.5", "memory": "128MiB"}}}\
        """;
    HttpResponse<String> answer =
        fleet.send(
            HttpRequest.newBuilder()
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(job)),
            "/v1/jobs?wait=finished&timeout=60s");
    if (answer.statusCode() != 201) {
      throw new IOException("submit answered %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    String id = json.readTree(answer.body()).at("/metadata/id").asText();
    JsonNode vm =
        json.readTree(fleet.send(HttpRequest.newBuilder(), "/v1/vms/" + id + ".0").body());
    fleet.send(HttpRequest.newBuilder().DELETE(), "/v1/jobs/" + id);
    return vm;
  }

  private static void note(
      Map<String, List<Double>> phases, String phase, JsonNode timings, String from, String to) {
    if (timings.hasNonNull(from) && timings.hasNonNull(to)) {
      long micros =
          ChronoUnit.MICROS.between(
              Instant.parse(timings.get(from).asText()), Instant.parse(timings.get(to).asText()));
      phases.computeIfAbsent(phase, p -> new ArrayList<>()).add(micros / 1000.0);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
