package dev.skiff.contracts.function;

import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A function as it is asked for.
///
/// @param labels for people and selectors
/// @param vm what each of its VMs is; its command is what an invocation reaches. How it serves is
///   said by [#serve]
/// @param protocol how an invocation reaches the command
/// @param port where an `http` command listens
/// @param concurrency invocations at the same time in one VM
/// @param readySeconds how long an `http` command may take to listen
/// @param placement where its VMs go
/// @param timeoutMillis how long one attempt may take
/// @param deadLetterTopic where events go that failed for good; null is the fleet's own topic for
///   them
public record FunctionSpec(
    FunctionId id,
    Map<String, String> labels,
    VmSpec vm,
    Serve.Protocol protocol,
    int port,
    int concurrency,
    int readySeconds,
    PlacementSpec placement,
    Scale scale,
    long timeoutMillis,
    Retries retries,
    @Nullable String deadLetterTopic,
    List<Trigger> triggers) {
  public static final int MAX_TRIGGERS = 16;

  public FunctionSpec {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    triggers = List.copyOf(triggers);
    // Whatever a VM of it will be told has to be possible now.
    vm.serving(new Serve(protocol, port, concurrency, readySeconds, id + "@0"));
    if (timeoutMillis < 1 || timeoutMillis > 3_600_000) {
      throw new IllegalArgumentException(
          "timeoutMillis: " + timeoutMillis + " (expected: 1 to 3600000)");
    }
    if (triggers.size() > MAX_TRIGGERS) {
      throw new IllegalArgumentException(
          "triggers: " + triggers.size() + " (expected: at most " + MAX_TRIGGERS + ")");
    }
    if (triggers.stream().map(Trigger::name).distinct().count() != triggers.size()) {
      throw new IllegalArgumentException("triggers: two have one name (expected: one each)");
    }
  }

  /// How a VM of this version serves.
  public Serve serve(long version) {
    return new Serve(protocol, port, concurrency, readySeconds, id + "@" + version);
  }
}
