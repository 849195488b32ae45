package dev.skiff.standalone.role;

import dev.skiff.cli.console.Surroundings;
import dev.skiff.dispatcher.app.DispatcherApp;
import dev.skiff.dispatcher.app.DispatcherConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff dispatcher`: one dispatcher of a fleet on many machines.
@Command(
    name = "dispatcher",
    header = "Run a dispatcher of a larger fleet: it carries out invocations of functions.",
    customSynopsis = "skiff dispatcher --id ID --kafka HOST:PORT,... --gateway URL [OPTIONS]",
    description = {
      "Any number may run, up to one for each of the 16 partitions of invocations; they share them",
      "by themselves, and take over from one that is gone within seconds. It keeps nothing."
    })
public final class DispatcherCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--id",
      required = true,
      paramLabel = "ID",
      description = "Unique in the fleet, for logs and receipts.")
  private String id = "";

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description = "The API, where it asks for VMs; else http://127.0.0.1:7070.")
  private URI gateway = URI.create("http://127.0.0.1:7070");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds the token that the API asks for.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--agent-token-file",
      paramLabel = "FILE",
      description = "Holds the token that the agents ask for.")
  private @Nullable Path agentTokenFile;

  public DispatcherCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    DispatcherConfig config =
        new DispatcherConfig(
            id,
            kafka.settings(id),
            gateway,
            Secrets.read("--token-file", tokenFile),
            Secrets.read("--agent-token-file", agentTokenFile));
    try (DispatcherApp _ = DispatcherApp.start(config)) {
      return RoleProcess.untilStopped(surroundings, "dispatcher %s has joined".formatted(id));
    }
  }
}
