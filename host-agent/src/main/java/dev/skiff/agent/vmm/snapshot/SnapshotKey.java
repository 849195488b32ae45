package dev.skiff.agent.vmm.snapshot;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.spec.Serve;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What VMs have in common that can go on from one snapshot: all that a guest can tell, but for who
/// it is.
///
/// @param hash names it
/// @param word what people call it, see [Serve#snapshot]
public record SnapshotKey(String hash, String word) {
  private static final String FORMAT = "skiff-snapshot-1";

  /// @param files what the guest is made of: kernel, initramfs, image; known by path, size and time
  /// @param machine what else the VMM's state depends on: its version, the processor, ...
  public static SnapshotKey of(BootSpec spec, Serve serve, List<Path> files, List<String> machine)
      throws IOException {
    Digest digest = new Digest();
    digest.add(FORMAT, serve.snapshot(), serve.protocol().name(), Integer.toString(serve.port()));
    for (Path file : files) {
      digest.add(
          file.toString(),
          Long.toString(Files.size(file)),
          Files.getLastModifiedTime(file).toString());
    }
    digest.add(machine.toArray(String[]::new));
    digest.add("command", Integer.toString(spec.command().size()));
    digest.add(spec.command().toArray(String[]::new));
    for (Map.Entry<String, String> variable : new TreeMap<>(spec.env()).entrySet()) {
      digest.add("env", variable.getKey(), variable.getValue());
    }
    digest.add("workdir", spec.workdir(), "user", spec.user() == null ? "" : spec.user());
    digest.add(
        "resources",
        Integer.toString((spec.milliCpus() + 999) / 1000),
        Integer.toString(spec.memoryMib()),
        Integer.toString(spec.diskMib()));
    return new SnapshotKey(digest.hex(), serve.snapshot());
  }

  private static final class Digest {
    private final MessageDigest digest = sha256();

    /// Each with its length, so that no two lists of words are the same bytes.
    void add(String... words) {
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("this JDK lacks SHA-256", e);
      }
    }
  }
}
