package dev.skiff.agent.vmm.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The guest kernel that tests boot: `$SKIFF_GUEST_DIR`, or fetched once into the checkout.
public final class GuestFolder {
  private GuestFolder() {}

  public static Path locate() throws IOException, InterruptedException {
    String named = System.getenv("SKIFF_GUEST_DIR");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    Path root = Path.of(System.getProperty("skiff.root"));
    Path folder = root.resolve(".skiff/guest");
    if (!Files.exists(folder.resolve("version"))) {
      String script = root.resolve("deploy/guest/fetch-kernel.sh").toString();
      Process fetch =
          new ProcessBuilder(script, folder.toString()).redirectErrorStream(true).start();
      String said = new String(fetch.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (fetch.waitFor() != 0) {
        throw new IOException(said);
      }
    }
    return folder;
  }
}
