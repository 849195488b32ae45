package dev.skiff.agent.vmm.qemu;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A tiny root file system: Debian's static busybox, a user, a file that cannot be run.
final class BusyboxImage {
  private BusyboxImage() {}

  static Path create(Path folder) throws IOException, InterruptedException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    for (String applet :
        List.of(
            "sh",
            "cat",
            "echo",
            "sleep",
            "id",
            "pwd",
            "stty",
            "head",
            "yes",
            "tail",
            "kill",
            "dd",
            "uname",
            "hostname",
            "env",
            "touch",
            "true",
            "wc",
            "df",
            "seq",
            "tty",
            "grep",
            "date",
            "nc",
            "httpd",
            "od",
            "cut",
            "printf")) {
      Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
    }
    Path etc = Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0::/root:/bin/sh\nalice:x:1000:1001::/home/alice:/bin/sh\n");
    Files.writeString(etc.resolve("group"), "root:x:0:\nalice:x:1001:\nwheel:x:10:alice\n");
    Files.writeString(etc.resolve("motd"), "not a program\n");
    Files.writeString(etc.resolve("machine-id"), "0".repeat(32) + "\n");
    Path image = folder.resolve("rootfs.sqfs");
    run(
        List.of(
            "sh",
            "-c",
            "tar -C \"$0\" -cf - . | tar2sqfs -q -f \"$1\"",
            root.toString(),
            image.toString()));
    return image;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream none = process.getOutputStream()) {
      none.flush();
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said);
    }
  }
}
