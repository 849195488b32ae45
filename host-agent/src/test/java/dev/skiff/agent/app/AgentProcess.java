package dev.skiff.agent.app;

import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.Topics;
import dev.skiff.kafka.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An agent with real microVMs, in this process or in one of its own that a test can kill.
final class AgentProcess {
  private AgentProcess() {}

  /// Runs until it is killed.
  public static void main(String[] arguments) throws Exception {
    KafkaSettings kafka = KafkaSettings.local(arguments[0], new Topics(arguments[1], 1), "agent");
    AgentApp agent = new AgentApp(config(kafka, Path.of(arguments[2]), Path.of(arguments[3])));
    agent.start();
    System.out.println("joined " + agent.awaitJoined(Duration.ofSeconds(60)));
    Thread.currentThread().join();
  }

  static AgentConfig config(KafkaSettings kafka, Path data, Path guest) {
    return AgentConfig.of(
            TestOwner.HOST, TestOwner.CELL, data, kafka, new Resources(2_000, 1_024, 4_096, 10))
        .withDriver("qemu-tcg", SimulatedSettings.DEFAULT)
        .withGuestFolder(guest);
  }

  /// A process of its own, with the built-in image in its store.
  static Process spawn(KafkaSettings kafka, Path data, Path guest) throws Exception {
    new ImageStore(data.resolve("images")).ensureBuiltin();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AgentProcess.class.getName(),
            kafka.bootstrapServers(),
            kafka.topics().prefix(),
            data.toString(),
            guest.toString());
    return new ProcessBuilder(command).inheritIO().start();
  }
}
