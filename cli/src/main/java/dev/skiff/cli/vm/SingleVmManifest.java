package dev.skiff.cli.vm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.cli.command.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The manifest of a job of one VM, from a command line. What the user did not say is left out, so
/// that the API's defaults hold; quantities and names are checked there, too.
final class SingleVmManifest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern DOCKER_SIZE = Pattern.compile("([0-9]+)([kmgtKMGT])");
  private static final Pattern RESTART =
      Pattern.compile("(no|never|on-failure|always)(?::([0-9]{1,7}))?");

  private final VmOptions options;
  private final Map<String, String> environment;

  /// @param environment of this process
  SingleVmManifest(VmOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /// @param command empty is the image's own
  /// @param ttlSeconds the job is removed so long after its end; null keeps it
  ObjectNode of(String image, List<String> command, @Nullable Long ttlSeconds) {
    ObjectNode manifest = NODES.objectNode();
    manifest.put("apiVersion", "skiff.dev/v1alpha1").put("kind", "Job");
    metadata(manifest.putObject("metadata"));
    ObjectNode spec = manifest.putObject("spec").put("count", 1);
    if (options.restart != null) {
      restart(spec.putObject("restart"), options.restart);
    }
    if (ttlSeconds != null) {
      spec.put("ttlSecondsAfterFinished", ttlSeconds);
    }
    vm(spec.putObject("vm").put("image", image), command);
    options.placement.applyTo(spec);
    return manifest;
  }

  private void metadata(ObjectNode metadata) {
    put(metadata, "name", options.name);
    put(metadata, "namespace", options.namespace);
    if (!options.labels.isEmpty()) {
      ObjectNode labels = metadata.putObject("labels");
      for (String label : options.labels) {
        int equals = label.indexOf('=');
        if (equals < 1) {
          throw Failure.usage("-l: \"%s\" (expected: KEY=VALUE)".formatted(label), null);
        }
        labels.put(label.substring(0, equals), label.substring(equals + 1));
      }
    }
  }

  private void vm(ObjectNode vm, List<String> command) {
    if (!command.isEmpty()) {
      command.forEach(vm.putArray("command")::add);
    }
    Map<String, String> variables =
        Variables.collect(environment, options.variableFiles, options.variables);
    if (!variables.isEmpty()) {
      ObjectNode env = vm.putObject("env");
      variables.forEach(env::put);
    }
    put(vm, "workdir", options.workdir);
    put(vm, "user", options.user);
    if (options.tty) {
      vm.put("tty", true);
    }
    if (options.interactive) {
      vm.put("stdin", true);
    }
    put(vm, "cpus", options.cpus);
    put(vm, "memory", size(options.memory));
    put(vm, "disk", size(options.disk));
  }

  private static void restart(ObjectNode restart, String text) {
    Matcher matcher = RESTART.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage(
          "--restart: \"%s\" (expected: never, on-failure[:MAX] or always[:MAX])".formatted(text),
          null);
    }
    restart.put("policy", matcher.group(1).equals("no") ? "never" : matcher.group(1));
    if (matcher.group(2) != null) {
      restart.put("maxAttempts", Integer.parseInt(matcher.group(2)));
    }
  }

  /// Docker's `256m` is 256 MiB; everything else is left to the API.
  private static @Nullable String size(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher docker = DOCKER_SIZE.matcher(text);

    return docker.matches()
        ? docker.group(1) + docker.group(2).toUpperCase(Locale.ROOT) + "iB"
        : text;
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }
}
