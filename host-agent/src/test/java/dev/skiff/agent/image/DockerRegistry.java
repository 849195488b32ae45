package dev.skiff.agent.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Debian's `docker-registry` on a loopback port, with all it keeps in a temporary folder.
final class DockerRegistry implements AutoCloseable {
  private final Process process;
  private final String address;
  private final Path folder;

  private DockerRegistry(Process process, String address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  static DockerRegistry start(Path folder) throws IOException {
    String address = "127.0.0.1:" + freePort();
    Files.createDirectories(folder);
    Path config = folder.resolve("config.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: info}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: %s}
        """
            .formatted(folder.resolve("data"), address));
    Process process =
        start(folder, List.of("docker-registry", "serve", config.toString()), "docker-registry");
    DockerRegistry registry = new DockerRegistry(process, address, folder);
    registry.awaitReady();
    return registry;
  }

  String address() {
    return address;
  }

  /// What the registry and the tools said so far.
  String log() throws IOException {
    return Files.readString(folder.resolve("docker-registry.log"));
  }

  /// Copies an image with skopeo, from or to anything skopeo knows.
  void skopeo(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    command.addAll(List.of(arguments));
    Process skopeo = start(folder, command, "skopeo");
    if (!skopeo.waitFor(60, TimeUnit.SECONDS) || skopeo.exitValue() != 0) {
      skopeo.destroyForcibly();
      throw new AssertionError(
          "%s failed: %s".formatted(command, Files.readString(folder.resolve("skopeo.log"))));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void awaitReady() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ping = HttpRequest.newBuilder(URI.create("http://" + address + "/v2/")).build();
      Awaitility.await("docker-registry is ready")
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> http.send(ping, BodyHandlers.discarding()).statusCode() == 200);
    }
  }

  private static Process start(Path folder, List<String> command, String packageName) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(command.getFirst() + ".log").toFile())
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "these tests need %s: apt-get install %s".formatted(command.getFirst(), packageName), e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
