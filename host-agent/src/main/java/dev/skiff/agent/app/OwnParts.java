package dev.skiff.agent.app;

import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmmException;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// The parts of an agent that has its process to itself.
final class OwnParts {
  private static final long GOODBYE_SECONDS = 5;

  private OwnParts() {}

  static SharedParts make(AgentConfig config, InstantSource clock, Closing closing)
      throws VmmException, ImageException, InterruptedException {
    OutputLogs logs = new OutputLogs(OutputLogs.DEFAULT_LIMIT_BYTES, clock);
    ImageStore images = new ImageStore(config.dataFolder().resolve("images"));
    HostDriver driver = HostDriver.choose(config, config.dataFolder(), logs, clock);
    Vertx vertx = Vertx.vertx();
    closing.add(() ->
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .get(GOODBYE_SECONDS, TimeUnit.SECONDS));
    return new SharedParts(vertx, images, logs, driver, SharedParts.defaultBootPermits());
  }
}
