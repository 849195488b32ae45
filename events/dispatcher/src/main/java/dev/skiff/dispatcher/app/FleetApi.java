package dev.skiff.dispatcher.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.dispatcher.core.ServingVm;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The fleet's HTTP API as a dispatcher uses it: a client like any other. Blocks; called on virtual
/// threads.
final class FleetApi {
  /// Labels of the jobs whose VMs serve functions.
  static final String FUNCTION = "skiff.dev/function";

  static final String VERSION = "skiff.dev/version";

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final Set<String> OVER = Set.of("EXITED", "FAILED", "LOST", "CANCELLED");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final DispatcherConfig config;
  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  FleetApi(HttpClient http, DispatcherConfig config) {
    this.http = http;
    this.config = config;
  }

  /// Submits a job of VMs of a function and returns its id.
  ///
  /// @param key of idempotency
  JobId submit(FunctionSpec spec, long version, int vms, String key)
      throws FleetException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/jobs")
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .POST(BodyPublishers.ofString(VmManifest.of(spec, version, vms)));
    return new JobId(send(request).at("/metadata/id").asText());
  }

  /// The VMs that serve a function and are not over.
  List<VmState> vmsOf(FunctionId function) throws FleetException, InterruptedException {
    String selector = FUNCTION + "=" + function.name();
    return list(
            "/v1/vms?limit=%d&namespace=%s&selector=%s"
                .formatted(PAGE, encode(function.namespace()), encode(selector)))
        .stream()
        .filter(vm -> !vm.isOver())
        .toList();
  }

  /// A VM as the API shows it.
  ///
  /// @param host null before it has one
  /// @param version of the function that it serves; 0 for none
  record VmState(VmId id, String state, @Nullable String host, long version) {
    boolean isOver() {
      return OVER.contains(state);
    }

    /// It may still find a host.
    boolean isUnplaced() {
      return host == null && !isOver();
    }

    boolean isRunning() {
      return "RUNNING".equals(state);
    }
  }

  /// The VM when it has come to this state or one that follows, or as it is after a while.
  ///
  /// @return null when there is no such VM
  @Nullable VmState await(VmId vm, String state, Duration atMost)
      throws FleetException, InterruptedException {
    try {
      return vm(
          send(
              request(
                      "/v1/vms/%s/wait?state=%s&timeout=%dms"
                          .formatted(vm, state, atMost.toMillis()))
                  .timeout(atMost.plus(ANSWER))
                  .GET()));
    } catch (FleetException e) {
      return switch (e.code()) {
        case "not-found" -> null;
        case "wait-timeout" -> get(vm);
        default -> throw e;
      };
    }
  }

  /// @return null when there is no such VM
  @Nullable VmState get(VmId vm) throws FleetException, InterruptedException {
    try {
      return vm(send(request("/v1/vms/" + vm).GET()));
    } catch (FleetException e) {
      if ("not-found".equals(e.code())) {
        return null;
      }
      throw e;
    }
  }

  /// @param now without grace
  void stop(VmId vm, boolean now) throws FleetException, InterruptedException {
    JsonNode _ =
        send(
            request("/v1/vms/%s/%s".formatted(vm, now ? "kill" : "stop?grace=2s"))
                .POST(BodyPublishers.noBody()));
  }

  /// Who serves, as the core knows it.
  ServingVm serving(VmState vm, long placedAt) throws FleetException, InterruptedException {
    String host = vm.host();
    if (host == null) {
      throw new FleetException("not-placed", vm.id() + " has no host");
    }
    return new ServingVm(
        vm.id(), new HostId(host), address(host), vm.version(), placedAt, vm.isRunning());
  }

  private String address(String host) throws FleetException, InterruptedException {
    String known = addresses.get(host);
    if (known != null) {
      return known;
    }
    String address = send(request("/v1/hosts/" + host).GET()).at("/status/address").asText();
    addresses.put(host, address);
    return address;
  }

  /// A host's agent did not answer: it may have moved.
  void forgetAddress(HostId host) {
    addresses.remove(host.value());
  }

  private List<VmState> list(String path) throws FleetException, InterruptedException {
    List<VmState> vms = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = send(request(path + (next.isEmpty() ? "" : "&next=" + encode(next))).GET());
      for (JsonNode item : page.path("items")) {
        vms.add(vm(item));
      }
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    return vms;
  }

  private static VmState vm(JsonNode node) {
    JsonNode host = node.at("/status/host");
    return new VmState(
        VmId.parse(node.at("/metadata/id").asText()),
        node.at("/status/state").asText(),
        host.isTextual() ? host.asText() : null,
        node.path("metadata").path("labels").path(VERSION).asLong());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.gateway() + path)).timeout(ANSWER);
    String token = config.token();
    return token == null ? request : request.header("authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) throws FleetException, InterruptedException {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new FleetException("api-unreachable", "the API does not answer: " + e);
    }
    try {
      JsonNode body =
          response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
      if (response.statusCode() >= 300) {
        throw new FleetException(
            body.path("code").asText("http-" + response.statusCode()),
            body.path("detail").asText("the API answered " + response.statusCode()));
      }
      return body;
    } catch (IOException e) {
      throw new FleetException("api-failed", "the API's answer is no JSON: " + e.getMessage());
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
