package dev.skiff.agent.vmm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.agent.vmm.VmmException;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/// QEMU's machine protocol over a Unix socket (QEMU's `docs/interop/qmp-spec`): JSON lines,
/// commands answered by id, events in between. Over junixsocket, which can pass descriptors along
/// with a command. Safe for concurrent use.
///
/// Only platform threads touch the socket. Once a virtual thread has, junixsocket makes every
/// reader wait for a pool that has a thread for each CPU, so that two connections starve the third.
final class QmpConnection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LINE = 1 << 20;

  private final AFUNIXSocket socket;
  private final OutputStream output;
  private final BufferedReader input;
  private final Consumer<JsonNode> events;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  private QmpConnection(AFUNIXSocket socket, Consumer<JsonNode> events) throws IOException {
    this.socket = socket;
    this.output = socket.getOutputStream();
    this.input =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.events = events;
  }

  /// Connects and leaves the negotiation mode.
  ///
  /// @param events called on the reader's thread; must not block
  static QmpConnection open(Path path, Consumer<JsonNode> events, Duration atMost)
      throws IOException, VmmException, InterruptedException {
    AFUNIXSocket socket =
        onPlatformThread(() -> AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(path)));
    try {
      QmpConnection connection = new QmpConnection(socket, events);
      Thread.ofPlatform().daemon().name("qmp " + path).start(connection::read);
      connection.execute("qmp_capabilities", Map.of(), atMost);
      return connection;
    } catch (IOException | VmmException | InterruptedException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// Runs a command and returns its result.
  ///
  /// @param passed descriptors that QEMU is given along with it
  /// @throws VmmException `vmm-failed` when QEMU refuses it, is gone, or takes too long
  JsonNode execute(
      String command, Map<String, ?> arguments, Duration atMost, FileDescriptor... passed)
      throws VmmException, InterruptedException {
    long id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      ObjectNode request = JSON.createObjectNode().put("execute", command).put("id", id);
      if (!arguments.isEmpty()) {
        request.set("arguments", JSON.valueToTree(arguments));
      }
      byte[] line = (request + "\n").getBytes(StandardCharsets.UTF_8);
      onPlatformThread(() -> {
        synchronized (output) {
          if (passed.length > 0) {
            socket.setOutboundFileDescriptors(passed);
          }
          output.write(line);
          output.flush();
          return line;
        }
      });
      return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (IOException | ExecutionException e) {
      throw new VmmException("vmm-failed", "QEMU: " + command + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new VmmException(
          "vmm-failed",
          "QEMU: %s: no answer within %d ms".formatted(command, atMost.toMillis()),
          e);
    } finally {
      waiting.remove(id);
    }
  }

  private static <R> R onPlatformThread(Callable<R> work) throws IOException, InterruptedException {
    FutureTask<R> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().name("qmp call").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }

  private void read() {
    String reason = "the connection was closed";
    try {
      for (String line = readLine(); line != null; line = readLine()) {
        receive(JSON.readTree(line));
      }
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    for (CompletableFuture<JsonNode> answer : waiting.values()) {
      answer.completeExceptionally(new IOException(reason));
    }
  }

  private @Nullable String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next >= 0; next = input.read()) {
      if (next == '\n') {
        return line.toString();
      }
      if (line.length() >= MAX_LINE) {
        throw new IOException("a line longer than " + MAX_LINE + " characters");
      }
      line.append((char) next);
    }
    return null;
  }

  private void receive(JsonNode message) {
    if (message.has("event")) {
      events.accept(message);
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong(-1));
    if (answer == null) {
      return; // the greeting, or too late
    }
    if (message.has("error")) {
      answer.completeExceptionally(new IOException(message.path("error").path("desc").asText()));
    } else {
      answer.complete(message.path("return"));
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
