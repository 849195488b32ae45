package dev.skiff.loadtests.startup;

import dev.skiff.loadtests.deployment.ProcessUsage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `./skiff up` as a process of its own, with its own data folder, as a user would start it.
final class StandaloneFleet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final Process process;
  private final URI url;
  private final Duration startedIn;

  private StandaloneFleet(Path data, Process process, URI url, Duration startedIn) {
    this.data = data;
    this.process = process;
    this.url = url;
    this.startedIn = startedIn;
  }

  /// @param tree the built tree
  /// @param options of `skiff up`
  static StandaloneFleet start(Path tree, List<String> options)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("skiff-bench");
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                tree.resolve("skiff").toString(),
                "up",
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port)));
    command.addAll(options);
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("up.out").toFile())
            .start();
    URI url = URI.create("http://127.0.0.1:" + port);
    StandaloneFleet probe = new StandaloneFleet(data, process, url, Duration.ZERO);
    while (!probe.isReady()) {
      if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
        String said = Files.readString(data.resolve("up.out"));
        probe.close();
        throw new IOException("the fleet did not come up:\n" + said);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return new StandaloneFleet(data, process, url, Duration.ofNanos(System.nanoTime() - began));
  }

  URI url() {
    return url;
  }

  /// From the start of the process until every host can take a VM.
  Duration startedIn() {
    return startedIn;
  }

  /// Memory that the process holds, in MiB.
  double residentMib() throws IOException {
    return ProcessUsage.residentMib(process.pid());
  }

  /// CPU time that the process has used, in seconds.
  double cpuSeconds() throws IOException {
    return ProcessUsage.cpuSeconds(process.pid());
  }

  HttpResponse<String> send(HttpRequest.Builder request, String path)
      throws IOException, InterruptedException {
    return http.send(request.uri(url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private boolean isReady() throws InterruptedException {
    try {
      HttpResponse<String> fleet =
          send(HttpRequest.newBuilder().timeout(Duration.ofSeconds(2)), "/readyz");
      return fleet.statusCode() == 200 && hostsReady() >= 3;
    } catch (IOException notYet) {
      return false;
    }
  }

  private long hostsReady() throws IOException, InterruptedException {
    String hosts = send(HttpRequest.newBuilder(), "/v1/hosts?state=READY").body();
    return hosts.split("\"READY\"", -1).length - 1L;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
