package dev.skiff.agent.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// An image for tests: its layers as they are stored, and the documents that go with them, in the
/// forms that tools write. Fields may be spoiled before they are put together.
final class TestImage {
  static final String NAME = "registry.example/team/app:1";

  private final List<byte[]> blobs = new ArrayList<>();
  private final List<String> mediaTypes = new ArrayList<>();
  private final ObjectNode config = Document.MAPPER.createObjectNode();
  private final ArrayNode diffIds;
  private UnaryOperator<String> spoilManifest = UnaryOperator.identity();

  TestImage() {
    config.put("architecture", "amd64").put("os", "linux").put("created", "2026-01-02T03:04:05Z");
    ObjectNode execution = config.putObject("config");
    execution.putArray("Cmd").add("/bin/app").add("--all");
    execution.putArray("Env").add("PATH=/bin").add("SIZE=512");
    execution.put("WorkingDir", "/srv").put("User", "1000:1000");
    ObjectNode rootfs = config.putObject("rootfs");
    rootfs.put("type", "layers");
    diffIds = rootfs.putArray("diff_ids");
  }

  static TestImage of(LayerTar... layers) {
    TestImage image = new TestImage();
    for (LayerTar layer : layers) {
      byte[] tar = layer.bytes();
      image.layer(tar, tar, "");
    }
    return image;
  }

  /// @param suffix of the media type: empty, `+gzip` or `+zstd`
  TestImage layer(byte[] tar, byte[] blob, String suffix) {
    blobs.add(blob);
    mediaTypes.add(MediaTypes.OCI_LAYER + suffix);
    diffIds.add(Digest.of(tar).toString());
    return this;
  }

  ObjectNode config() {
    return config;
  }

  TestImage mediaType(int layer, String mediaType) {
    mediaTypes.set(layer, mediaType);
    return this;
  }

  TestImage spoilManifest(UnaryOperator<String> change) {
    spoilManifest = change;
    return this;
  }

  byte[] configBytes() {
    return json(config);
  }

  byte[] manifestBytes() {
    ObjectNode manifest = Document.MAPPER.createObjectNode();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
    descriptor(manifest.putObject("config"), MediaTypes.OCI_CONFIG, configBytes());
    ArrayNode layers = manifest.putArray("layers");
    for (int i = 0; i < blobs.size(); i++) {
      descriptor(layers.addObject(), mediaTypes.get(i), blobs.get(i));
    }
    String text = new String(json(manifest), StandardCharsets.UTF_8);
    return spoilManifest.apply(text).getBytes(StandardCharsets.UTF_8);
  }

  /// The files of an OCI image layout.
  Map<String, byte[]> ociLayout() {
    ObjectNode index = Document.MAPPER.createObjectNode();
    index.put("schemaVersion", 2);
    ObjectNode entry = index.putArray("manifests").addObject();
    descriptor(entry, MediaTypes.OCI_MANIFEST, manifestBytes());
    entry.putObject("annotations").put("org.opencontainers.image.ref.name", NAME);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    files.put("index.json", json(index));
    for (byte[] blob : allBlobs()) {
      files.put(ArchiveFiles.blobName(Digest.of(blob)), blob);
    }
    return files;
  }

  /// The files of a `docker save` archive.
  Map<String, byte[]> dockerArchive() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    ArrayNode manifest = Document.MAPPER.createArrayNode();
    ObjectNode image = manifest.addObject();
    String configName = Digest.of(configBytes()).hex() + ".json";
    image.put("Config", configName);
    image.putArray("RepoTags").add(NAME);
    ArrayNode layers = image.putArray("Layers");
    for (int i = 0; i < blobs.size(); i++) {
      layers.add(i + "/layer.tar");
      files.put(i + "/layer.tar", blobs.get(i));
    }
    files.put(configName, configBytes());
    files.put("manifest.json", json(manifest));
    return files;
  }

  List<byte[]> allBlobs() {
    List<byte[]> all = new ArrayList<>(blobs);
    all.add(configBytes());
    all.add(manifestBytes());
    return all;
  }

  static byte[] tar(Map<String, byte[]> files) {
    LayerTar tar = LayerTar.layer();
    files.forEach((name, content) -> tar.file(name, content));
    return tar.bytes();
  }

  static void write(Map<String, byte[]> files, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  static void descriptor(ObjectNode node, String mediaType, byte[] content) {
    node.put("mediaType", mediaType)
        .put("digest", Digest.of(content).toString())
        .put("size", content.length);
  }

  static byte[] json(Object node) {
    try {
      return Document.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
