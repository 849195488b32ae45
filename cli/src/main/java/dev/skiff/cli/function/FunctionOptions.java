package dev.skiff.cli.function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.vm.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What can be said of a function on the command line. What is not said is left out, so that the
/// API's defaults hold; quantities and names are checked there, too.
final class FunctionOptions {
  @Option(names = "--image", paramLabel = "IMAGE", description = "The image to run.")
  private @Nullable String image;

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      description = "stdio (default): a process for each event; http: one that listens on $PORT.")
  private @Nullable String protocol;

  @Option(names = "--port", paramLabel = "PORT", description = "Where it listens; else 8080.")
  private @Nullable Integer port;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Events at the same time in one microVM; else 1.")
  private @Nullable Integer concurrency;

  @Option(names = "--timeout", paramLabel = "TIME", description = "For an attempt; else 30s.")
  private @Nullable String timeout;

  @Option(names = "--min", paramLabel = "N", description = "MicroVMs there are always; else 0.")
  private @Nullable Integer min;

  @Option(names = "--max", paramLabel = "N", description = "MicroVMs at most; else 10.")
  private @Nullable Integer max;

  @Option(names = "--keep-alive", paramLabel = "TIME", description = "Of an idle one; else 60s.")
  private @Nullable String keepAlive;

  @Option(names = "--attempts", paramLabel = "N", description = "For an event; else 3.")
  private @Nullable Integer attempts;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs: 0.5, 500m or 2.")
  private @Nullable String cpus;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Memory: 128MiB or 1GiB.")
  private @Nullable String memory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "A variable; without a value, the one it has here.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--cron",
      paramLabel = "SCHEDULE",
      description = "Invoke it at these times, such as \"30 2 * * 1-5\".")
  private @Nullable String cron;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Invoke it for a topic's records.")
  private @Nullable String topic;

  @Option(
      names = "--event-type",
      paramLabel = "TYPE",
      description = "Invoke it for CloudEvents of a type.")
  private @Nullable String eventType;

  @Mixin NamespaceOption namespace = new NamespaceOption();

  ObjectNode manifest(String name, List<String> command, Map<String, String> environment) {
    if (image == null) {
      throw Failure.usage("--image: missing (expected: the image to run)", null);
    }
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("apiVersion", "skiff.dev/v1alpha1").put("kind", "Function");
    manifest.putObject("metadata").put("name", name).put("namespace", namespace.name());
    ObjectNode spec = manifest.putObject("spec");
    ObjectNode vm = spec.putObject("vm").put("image", image);
    if (!command.isEmpty()) {
      command.forEach(vm.putArray("command")::add);
    }
    Map<String, String> env = Variables.collect(environment, List.of(), variables);
    if (!env.isEmpty()) {
      ObjectNode node = vm.putObject("env");
      env.forEach(node::put);
    }
    put(vm, "cpus", cpus);
    put(vm, "memory", memory);
    put(spec, "protocol", protocol);
    put(spec, "port", port);
    put(spec, "concurrency", concurrency);
    put(spec, "timeout", timeout);
    if (min != null || max != null || keepAlive != null) {
      ObjectNode scale = spec.putObject("scale");
      put(scale, "min", min);
      put(scale, "max", max);
      put(scale, "keepAlive", keepAlive);
    }
    if (attempts != null) {
      spec.putObject("retries").put("maxAttempts", attempts);
    }
    triggers(spec);
    return manifest;
  }

  private void triggers(ObjectNode spec) {
    if (cron == null && topic == null && eventType == null) {
      return;
    }
    var triggers = spec.putArray("triggers");
    if (cron != null) {
      triggers.addObject().put("name", "cron").putObject("cron").put("schedule", cron);
    }
    if (topic != null) {
      triggers.addObject().put("name", "topic").putObject("topic").put("topic", topic);
    }
    if (eventType != null) {
      ObjectNode events = triggers.addObject().put("name", "events");
      events.putObject("events");
      events.putArray("filters").addObject().putObject("exact").put("type", eventType);
    }
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static void put(ObjectNode node, String field, @Nullable Integer value) {
    if (value != null) {
      node.put(field, value);
    }
  }
}
