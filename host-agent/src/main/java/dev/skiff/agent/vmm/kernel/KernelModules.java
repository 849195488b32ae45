package dev.skiff.agent.vmm.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The modules of a guest kernel, in the order in which they can be loaded.
final class KernelModules {
  /// What a QEMU microvm guest needs at boot; what is built into a kernel has no file and is
  /// skipped.
  private static final List<String> WANTED =
      List.of("virtio_mmio", "virtio_console", "virtio_blk", "squashfs", "overlay");

  private KernelModules() {}

  static List<KernelModule> load(Path folder) throws IOException {
    Map<String, KernelModule> all = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ko")) {
      for (Path file : files) {
        KernelModule module =
            KernelModule.read(file.getFileName().toString(), Files.readAllBytes(file));
        all.put(module.name(), module);
      }
    }
    return inOrder(WANTED, all);
  }

  /// What is wanted and what that needs, every module after those that it needs.
  static List<KernelModule> inOrder(List<String> wanted, Map<String, KernelModule> all) {
    List<KernelModule> order = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (String name : wanted) {
      visit(name, all, seen, order);
    }
    return order;
  }

  private static void visit(
      String name, Map<String, KernelModule> all, Set<String> seen, List<KernelModule> order) {
    KernelModule module = all.get(name);
    if (module == null || !seen.add(name)) {
      return;
    }
    for (String need : module.needs()) {
      visit(need, all, seen, order);
    }
    order.add(module);
  }
}
