package dev.skiff.standalone.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for the programs that a host needs.
final class ToolChecks {
  private static final List<Tool> TOOLS =
      List.of(
          new Tool("qemu-system-x86_64", "qemu-system-x86", "boots the VMs"),
          new Tool("tar2sqfs", "squashfs-tools-ng", "builds images"),
          new Tool("busybox", "busybox-static", "is the built-in image skiff/busybox"));

  private record Tool(String program, String debianPackage, String purpose) {}

  private final String path;

  /// @param path as in the variable PATH
  ToolChecks(String path) {
    this.path = path;
  }

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Tool tool : TOOLS) {
      findings.add(
          find(tool.program)
              .map(found -> Finding.fine(tool.program, found.toString()))
              .orElseGet(() ->
                  Finding.broken(
                      tool.program,
                      "not found; it " + tool.purpose,
                      "apt-get install " + tool.debianPackage)));
    }
    return findings;
  }

  private Optional<Path> find(String program) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
