package dev.skiff.loadtests.deployment;

import dev.skiff.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A Kafka broker as a process of its own, until it is killed.
@Command(name = "broker", hidden = true, description = "Runs a Kafka broker.")
public final class BrokerCommand implements Callable<Integer> {
  @Option(names = "--data", required = true, description = "its folder")
  private Path data = Path.of("");

  @Option(names = "--port", description = "0 lets the system choose")
  private int port;

  @Override
  public Integer call() throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, port)) {
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close"));
      System.out.println("broker on " + broker.bootstrapServers());
      stop.await();
    }
    return 0;
  }
}
