package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An image in an OCI image layout, unpacked or in a tar.
final class OciLayout implements ImageSource {
  private static final int MAX_NESTED_INDEXES = 4;
  private static final String TAG = "org.opencontainers.image.ref.name";
  private static final String FULL_NAME = "io.containerd.image.name";

  private final ArchiveFiles files;
  private final Digest manifest;
  private final ImageManifest content;
  private final byte[] config;
  private final List<ImageReference> names;

  private OciLayout(
      ArchiveFiles files,
      Digest manifest,
      ImageManifest content,
      byte[] config,
      List<ImageReference> names) {
    this.files = files;
    this.manifest = manifest;
    this.content = content;
    this.config = config;
    this.names = names;
  }

  static OciLayout open(ArchiveFiles files, @Nullable ImageReference name)
      throws IOException, ImageException {
    Document index = Document.parse(files.document("index.json"), "index");
    Document entry = select(index, name);
    BlobDescriptor descriptor = entry == null ? Platform.select(index) : BlobDescriptor.of(entry);
    for (int depth = 0; MediaTypes.isIndex(descriptor.mediaType()); depth++) {
      if (depth == MAX_NESTED_INDEXES) {
        throw new ImageException(
            "malformed-image",
            "the index is nested more than %d deep".formatted(MAX_NESTED_INDEXES));
      }
      descriptor = Platform.select(Document.parse(files.blob(descriptor), "index"));
    }
    if (!MediaTypes.isManifest(descriptor.mediaType())) {
      throw new ImageException(
          "unsupported-image",
          "index: %s (expected: an image manifest)".formatted(descriptor.mediaType()));
    }
    ImageManifest content = ImageManifest.of(Document.parse(files.blob(descriptor), "manifest"));
    return new OciLayout(
        files,
        descriptor.digest(),
        content,
        files.blob(content.config()),
        entry == null ? List.of() : namesOf(entry));
  }

  @Override
  public Digest manifest() {
    return manifest;
  }

  @Override
  public byte[] config() {
    return config;
  }

  @Override
  public List<ImageReference> names() {
    return names;
  }

  @Override
  public List<LayerFile> layers(ConfigDocument config, WorkFolder work, ImageProgress progress)
      throws IOException, ImageException, InterruptedException {
    ImageSource.checkLayerCount(content.layers().size(), config);
    List<LayerFile> layers = new ArrayList<>();
    for (int i = 0; i < content.layers().size(); i++) {
      BlobDescriptor descriptor = content.layers().get(i);
      Path blob = files.find(ArchiveFiles.blobName(descriptor.digest()));
      if (blob == null) {
        throw new ImageException(
            "malformed-image", "the layout has no layer %s".formatted(descriptor.digest()));
      }
      Path copy = work.newFile("layer");
      try (InputStream in = Files.newInputStream(blob)) {
        Blobs.copy(in, descriptor, copy, Blobs.Meter.NONE);
      }
      layers.add(new LayerFile(copy, descriptor.size(), config.diffIds().get(i)));
    }
    return layers;
  }

  /// The entry that is meant, or null when the entries are one image for several platforms.
  private static @Nullable Document select(Document index, @Nullable ImageReference name)
      throws ImageException {
    List<Document> entries = index.get("manifests").elements();
    if (entries.size() == 1) {
      return entries.getFirst();
    }
    List<String> tags = new ArrayList<>();
    for (Document entry : entries) {
      Optional<String> tag = annotation(entry, TAG);
      if (tag.isPresent()) {
        if (name != null && (namesOf(entry).contains(name) || tag.get().equals(name.tag()))) {
          return entry;
        }
        tags.add(tag.get());
      }
    }
    if (tags.size() > 1) {
      throw ArchiveImage.severalImages(tags);
    }
    return null;
  }

  private static List<ImageReference> namesOf(Document entry) throws ImageException {
    // Many tools write the bare tag, which names nothing by itself.
    String name =
        annotation(entry, FULL_NAME)
            .orElse(annotation(entry, TAG).filter(tag -> tag.contains(":")).orElse(""));
    ImageReference reference = ArchiveImage.nameOrNull(name);
    return reference == null ? List.of() : List.of(reference);
  }

  private static Optional<String> annotation(Document entry, String key) throws ImageException {
    return entry.has("annotations") ? entry.get("annotations").optionalText(key) : Optional.empty();
  }
}
