package dev.skiff.agent.vmm.kernel;

import dev.skiff.agent.vmm.VmmException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What every guest boots from.
///
/// @param kernel an ELF `vmlinux` or a bzImage
/// @param initramfs Skiff's init with the kernel's modules
public record GuestAssets(Path kernel, Path initramfs) {
  private static final String INIT = "/dev/skiff/guest/skiff-init";

  /// Finds the kernel and makes the initramfs that belongs to it, or finds the one made before.
  ///
  /// @param guestFolder holds `vmlinux` or `vmlinuz`, and `modules/`, as
  ///   `deploy/guest/fetch-kernel.sh` puts them there
  /// @param cacheFolder where initramfs files are kept, by the hash of what is in them
  /// @throws VmmException `guest-missing`, `disk-full` or `guest-unbootable`
  public static GuestAssets locate(Path guestFolder, Path cacheFolder) throws VmmException {
    Path kernel = guestFolder.resolve("vmlinux");
    if (!Files.isReadable(kernel)) {
      kernel = guestFolder.resolve("vmlinuz");
    }
    Path modules = guestFolder.resolve("modules");
    if (!Files.isReadable(kernel) || !Files.isDirectory(modules)) {
      throw new VmmException(
          "guest-missing",
          "no guest kernel in %s (expected: vmlinux or vmlinuz, and modules/); run deploy/guest/fetch-kernel.sh %s"
              .formatted(guestFolder, guestFolder));
    }
    try {
      byte[] archive = initramfs(KernelModules.load(modules));
      return new GuestAssets(kernel, cached(archive, cacheFolder));
    } catch (IOException e) {
      throw VmmException.of(e, "guest-unbootable", "preparing the guest's initramfs");
    }
  }

  private static byte[] initramfs(List<KernelModule> modules) throws IOException, VmmException {
    CpioArchive archive = new CpioArchive();
    archive.file("init", 0755, init());
    // The kernel opens it for init's standard streams before init has mounted anything.
    archive.directory("dev").characterDevice("dev/console", 0600, 5, 1);
    archive.directory("modules");
    StringBuilder order = new StringBuilder();
    for (KernelModule module : modules) {
      archive.file("modules/" + module.name() + ".ko", 0644, module.contents().array());
      order.append(module.name()).append(".ko\n");
    }
    archive.file("modules.order", 0644, order.toString().getBytes(StandardCharsets.US_ASCII));
    return archive.finish();
  }

  private static byte[] init() throws IOException, VmmException {
    try (InputStream resource = GuestAssets.class.getResourceAsStream(INIT)) {
      if (resource == null) {
        throw new VmmException(
            "guest-unbootable",
            "the guest's init is not in this build; build host-agent with Maven");
      }
      return resource.readAllBytes();
    }
  }

  private static Path cached(byte[] archive, Path folder) throws IOException {
    Path path = folder.resolve("initramfs-" + hash(archive).substring(0, 16) + ".cpio");
    if (!Files.exists(path) || Files.size(path) != archive.length) {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "initramfs", ".new");
      try {
        Files.write(fresh, archive);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return path;
  }

  private static String hash(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
