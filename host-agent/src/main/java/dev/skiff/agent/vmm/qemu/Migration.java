package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.vmm.VmmException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Writes the state of a QEMU's devices to a file and reads it back, by the way of a live
/// migration. Guest memory is left out: it is a file already, which is `x-ignore-shared`.
final class Migration {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Map<String, ?> TO_FILE = Map.of("uri", "fd:mig");

  private Migration() {}

  /// Lets a machine stand still for good and saves it.
  static void save(QemuMicroVm vm, Path device)
      throws VmmException, IOException, InterruptedException {
    QmpConnection qmp = vm.qmp();
    prepare(qmp);
    qmp.execute("migrate-set-parameters", Map.of("max-bandwidth", 0), PATIENCE);
    qmp.execute("stop", Map.of(), PATIENCE);
    try (FileOutputStream file = new FileOutputStream(device.toFile())) {
      qmp.execute("getfd", Map.of("fdname", "mig"), PATIENCE, file.getFD());
      qmp.execute("migrate", TO_FILE, PATIENCE);
      vm.awaitMigrated(PATIENCE);
    }
  }

  /// Fills a QEMU that waits for a machine (`-incoming defer`); the machine stands still then.
  static void load(QemuMicroVm vm, Path device)
      throws VmmException, IOException, InterruptedException {
    QmpConnection qmp = vm.qmp();
    prepare(qmp);
    try (FileInputStream file = new FileInputStream(device.toFile())) {
      qmp.execute("getfd", Map.of("fdname", "mig"), PATIENCE, file.getFD());
      qmp.execute("migrate-incoming", TO_FILE, PATIENCE);
      vm.awaitMigrated(PATIENCE);
    }
  }

  private static void prepare(QmpConnection qmp) throws VmmException, InterruptedException {
    List<Map<String, Object>> wanted = List.of(on("events"), on("x-ignore-shared"));
    qmp.execute("migrate-set-capabilities", Map.of("capabilities", wanted), PATIENCE);
  }

  private static Map<String, Object> on(String capability) {
    return Map.of("capability", capability, "state", true);
  }
}
