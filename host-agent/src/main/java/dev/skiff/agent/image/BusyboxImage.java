package dev.skiff.agent.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// The built-in `skiff/busybox` image, made from this host's static busybox, so that a first VM
/// needs no registry. The same busybox gives the same image.
final class BusyboxImage implements ImageSource {
  static final String NAME = "skiff/busybox:latest";
  private static final Pattern APPLET = Pattern.compile("[A-Za-z0-9._\\[-]{1,64}");
  private static final int MAX_BYTES = 16 << 20;

  private final byte[] layer;
  private final byte[] config;

  private BusyboxImage(byte[] layer, byte[] config) {
    this.layer = layer;
    this.config = config;
  }

  static BusyboxImage of(Path busybox) throws IOException, InterruptedException {
    byte[] program;
    try (InputStream in = Files.newInputStream(busybox)) {
      program = in.readNBytes(MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw unusable(busybox, "is missing");
    }
    if (!StaticElf.isStatic(program)) {
      throw unusable(busybox, "is not a statically linked program");
    }
    byte[] layer = layer(program, applets(busybox));
    return new BusyboxImage(layer, config(layer));
  }

  @Override
  public byte[] config() {
    return config;
  }

  @Override
  public @Nullable Digest manifest() {
    return null;
  }

  @Override
  public List<ImageReference> names() {
    return List.of();
  }

  @Override
  public List<LayerFile> layers(ConfigDocument config, WorkFolder work, ImageProgress progress)
      throws IOException {
    Path file = work.newFile("layer");
    Files.write(file, layer);
    return List.of(new LayerFile(file, layer.length, config.diffIds().getFirst()));
  }

  private static List<String> applets(Path busybox) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(busybox.toString(), "--list")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      byte[] list = process.getInputStream().readNBytes(1 << 16);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw unusable(busybox, "does not answer to --list");
      }
      return new String(list, StandardCharsets.US_ASCII)
          .lines()
          .filter(APPLET.asMatchPredicate())
          .filter(applet -> !applet.equals("busybox"))
          .sorted()
          .toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static byte[] layer(byte[] program, List<String> applets) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(program.length + (1 << 18));
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String directory : List.of("bin/", "dev/", "etc/", "proc/", "run/", "sys/", "usr/")) {
        put(tar, directory, TarConstants.LF_DIR, 0755, new byte[0], "");
      }
      put(tar, "root/", TarConstants.LF_DIR, 0700, new byte[0], "");
      put(tar, "tmp/", TarConstants.LF_DIR, 01777, new byte[0], "");
      put(tar, "var/", TarConstants.LF_DIR, 0755, new byte[0], "");
      put(tar, "var/tmp/", TarConstants.LF_DIR, 01777, new byte[0], "");
      put(tar, "bin/busybox", TarConstants.LF_NORMAL, 0755, program, "");
      for (String applet : applets) {
        put(tar, "bin/" + applet, TarConstants.LF_LINK, 0755, new byte[0], "bin/busybox");
      }
      // One folder of programs under all its usual names, so that `#!/usr/bin/env sh` works.
      put(tar, "sbin", TarConstants.LF_SYMLINK, 0777, new byte[0], "bin");
      put(tar, "usr/bin", TarConstants.LF_SYMLINK, 0777, new byte[0], "../bin");
      put(tar, "usr/sbin", TarConstants.LF_SYMLINK, 0777, new byte[0], "../bin");
      text(
          tar, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n");
      text(tar, "etc/group", "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
      text(tar, "etc/os-release", "ID=skiff-busybox\nNAME=\"Skiff busybox\"\n");
    }
    return bytes.toByteArray();
  }

  private static void text(TarArchiveOutputStream tar, String path, String content)
      throws IOException {
    put(tar, path, TarConstants.LF_NORMAL, 0644, content.getBytes(StandardCharsets.US_ASCII), "");
  }

  private static void put(
      TarArchiveOutputStream tar, String path, byte kind, int mode, byte[] content, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, kind);
    entry.setNames("", "");
    entry.setMode(mode);
    entry.setModTime(0);
    entry.setSize(content.length);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] config(byte[] layer) throws IOException {
    ObjectNode config = Document.MAPPER.createObjectNode();
    config.put("architecture", Platform.ARCHITECTURE).put("os", Platform.OS);
    ObjectNode execution = config.putObject("config");
    execution.putArray("Env").add("PATH=" + ImageConfig.DEFAULT_PATH);
    execution.putArray("Cmd").add("sh");
    execution.put("WorkingDir", "/");
    ObjectNode rootfs = config.putObject("rootfs");
    rootfs.put("type", "layers");
    rootfs.putArray("diff_ids").add(Digest.of(layer).toString());
    return Document.MAPPER.writeValueAsBytes(config);
  }

  private static RefusedInput unusable(Path busybox, String why) {
    return new RefusedInput(
        "tool-missing", "%s %s: install the package busybox-static".formatted(busybox, why));
  }
}
