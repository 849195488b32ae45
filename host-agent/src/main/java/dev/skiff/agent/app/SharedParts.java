package dev.skiff.agent.app;

import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.vmm.OutputLogs;
import io.vertx.core.Vertx;
import java.util.concurrent.Semaphore;

/// What several agents of one process share. Who makes it closes what there is to close.
///
/// @param vertx for their endpoints
/// @param images the machine's store
/// @param logs the one that the driver writes to
/// @param driver of the machine
/// @param bootPermits how many VMs may be booting at once on the machine
public record SharedParts(
    Vertx vertx, ImageStore images, OutputLogs logs, HostDriver driver, Semaphore bootPermits) {
  /// Booting is the part of a VM's life that is CPU all through: more at once only makes each one
  /// miss its deadline.
  public static Semaphore defaultBootPermits() {
    return new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
  }
}
