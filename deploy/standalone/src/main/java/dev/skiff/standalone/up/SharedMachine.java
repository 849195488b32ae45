package dev.skiff.standalone.up;

import dev.skiff.agent.app.AgentConfig;
import dev.skiff.agent.app.HostDriver;
import dev.skiff.agent.app.SharedParts;
import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.standalone.data.DataFolder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// What all hosts of the fleet share because they are one machine: the VMM driver, the images, and
/// one event loop for their endpoints.
final class SharedMachine {
  private static final long GOODBYE_SECONDS = 5;

  private SharedMachine() {}

  /// Finds the driver, which may take a trial boot of some seconds, and makes the built-in image.
  static SharedParts prepare(
      AgentConfig any, DataFolder folder, Closers closers, InstantSource clock)
      throws FleetException, InterruptedException {
    OutputLogs logs = new OutputLogs(OutputLogs.DEFAULT_LIMIT_BYTES, clock);
    try {
      ImageStore images = new ImageStore(folder.images());
      HostDriver driver = HostDriver.choose(any, folder.root(), logs, clock);
      if (!any.driver().equals("simulated")) {
        images.ensureBuiltin();
      }
      return new SharedParts(
          vertx(closers), images, logs, driver, SharedParts.defaultBootPermits());
    } catch (VmmException e) {
      throw new FleetException(
          "no VM can be booted here (%s): %s. `skiff doctor` says more."
              .formatted(e.code(), e.getMessage()),
          e);
    } catch (ImageException e) {
      throw new FleetException(
          "the built-in image could not be made (%s): %s".formatted(e.code(), e.getMessage()), e);
    }
  }

  private static Vertx vertx(Closers closers) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    closers.add(() ->
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .get(GOODBYE_SECONDS, TimeUnit.SECONDS));
    return vertx;
  }
}
