package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// The API and the only agent of a fleet, as far as a dispatcher sees them: VMs are there at once,
/// and what they answer is up to the test.
final class FakeFleet implements AutoCloseable {
  /// What an agent was asked.
  record Call(String vm, String invocation, int attempt, long epoch, JsonNode event) {}

  /// What it says.
  sealed interface Answer {}

  record Ran(boolean succeeded, String output, String code) implements Answer {}

  record Refused(int status, String code) implements Answer {}

  /// What a VM does about an event.
  interface Behaviour {
    Answer handle(Call call) throws InterruptedException;
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private static final long LONGEST_POLL_MILLIS = 200;

  private final Map<String, ObjectNode> vms = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
  private final AtomicInteger jobs = new AtomicInteger();
  private volatile Behaviour behaviour = call -> new Ran(true, call.event().toString(), "");
  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();

  FakeFleet() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void behave(Behaviour other) {
    behaviour = other;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String[] parts = path.split("/", -1);
      if (path.equals("/v1/jobs")) {
        answer(exchange, 201, submit(JSON.readTree(exchange.getRequestBody())));
      } else if (path.equals("/v1/vms")) {
        answer(exchange, 200, list(exchange.getRequestURI().getQuery()));
      } else if (path.startsWith("/v1/hosts/")) {
        ObjectNode host = JSON.createObjectNode();
        host.putObject("status").put("address", url().toString());
        answer(exchange, 200, host);
      } else if (path.endsWith("/invocations")) {
        invoke(exchange, parts[3]);
      } else if (path.endsWith("/stop") || path.endsWith("/kill")) {
        stopped.add(parts[3]);
        vms.remove(parts[3]);
        end(parts[3]).complete(null);
        answer(exchange, 202, JSON.createObjectNode());
      } else if (path.endsWith("/wait")) {
        await(exchange, parts[3]);
      } else if (path.startsWith("/v1/vms/") && vms.containsKey(parts[3])) {
        answer(exchange, 200, vms.get(parts[3]));
      } else {
        answer(exchange, 404, problem("not-found"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode submit(JsonNode manifest) {
    String job = "j0-fake%04d".formatted(jobs.incrementAndGet());
    for (int i = 0; i < manifest.at("/spec/count").asInt(); i++) {
      ObjectNode vm = JSON.createObjectNode();
      vm.putObject("metadata")
          .put("id", job + "." + i)
          .put("job", job)
          .set("labels", manifest.at("/metadata/labels"));
      vm.putObject("status").put("state", "RUNNING").put("host", "h1");
      vms.put(job + "." + i, vm);
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("metadata").put("id", job);
    return answer;
  }

  private ObjectNode list(String query) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode items = page.putArray("items");
    for (ObjectNode vm : vms.values()) {
      String function = vm.at("/metadata/labels").path(FleetApi.FUNCTION).asText();
      if (query.contains(FleetApi.FUNCTION + "=" + function)) {
        items.add(vm);
      }
    }
    return page;
  }

  private void await(HttpExchange exchange, String vm) throws IOException, InterruptedException {
    boolean end = exchange.getRequestURI().getQuery().contains("finished");
    ObjectNode there = vms.get(vm);
    if (there != null && !end) {
      answer(exchange, 200, there);
    } else if (there == null || isOver(vm)) {
      answer(exchange, 404, problem("not-found"));
    } else {
      answer(exchange, 408, problem("wait-timeout"));
    }
  }

  private boolean isOver(String vm) throws InterruptedException {
    try {
      end(vm).get(LONGEST_POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private CompletableFuture<Void> end(String vm) {
    return ends.computeIfAbsent(vm, _ -> new CompletableFuture<>());
  }

  private void invoke(HttpExchange exchange, String vm) throws IOException, InterruptedException {
    Call call =
        new Call(
            vm,
            header(exchange, "Skiff-Invocation"),
            Integer.parseInt(header(exchange, "Skiff-Attempt")),
            Long.parseLong(header(exchange, "Skiff-Epoch")),
            JSON.readTree(exchange.getRequestBody()));
    calls.add(call);
    switch (behaviour.handle(call)) {
      case Ran ran -> ran(exchange, ran);
      case Refused(int status, String code) -> answer(exchange, status, problem(code));
    }
  }

  private static void ran(HttpExchange exchange, Ran answer) throws IOException {
    exchange.getResponseHeaders().add("Skiff-Result", answer.succeeded() ? "succeeded" : "failed");
    exchange.getResponseHeaders().add("Skiff-Code", answer.code());
    exchange.getResponseHeaders().add("Skiff-Detail", "it%20failed");
    exchange.getResponseHeaders().add("Skiff-Start", "cold");
    byte[] body = answer.output().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String header(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  private static ObjectNode problem(String code) {
    return JSON.createObjectNode().put("code", code).put("detail", code);
  }

  private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// VMs that are there.
  List<String> vms() {
    return new ArrayList<>(vms.keySet());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
