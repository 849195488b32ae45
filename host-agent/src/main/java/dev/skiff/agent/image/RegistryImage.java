package dev.skiff.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/// An image in a registry: found and checked first, its layers fetched only when they are needed.
final class RegistryImage implements ImageSource {
  private static final int ATTEMPTS = 3;
  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final int MAX_NESTED_INDEXES = 4;

  private final RegistryClient client;
  private final Transfers transfers;
  private final ImageReference reference;
  private final Digest manifest;
  private final ImageManifest content;
  private final byte[] config;

  private RegistryImage(
      RegistryClient client,
      Transfers transfers,
      ImageReference reference,
      Digest manifest,
      ImageManifest content,
      byte[] config) {
    this.client = client;
    this.transfers = transfers;
    this.reference = reference;
    this.manifest = manifest;
    this.content = content;
    this.config = config;
  }

  static RegistryImage find(
      RegistryClient client, ImageReference reference, ImageLimits limits, Duration stall)
      throws IOException, ImageException, InterruptedException {
    Transfers transfers = new Transfers(stall);
    String digest = reference.digest();
    String tag = reference.tag();
    byte[] top = fetch(client, transfers, reference, digest != null ? digest : String.valueOf(tag));
    Digest found = Digest.of(top);
    if (digest != null && !found.toString().equals(digest)) {
      throw new ImageException(
          "digest-mismatch", "the manifest's digest is %s (expected: %s)".formatted(found, digest));
    }
    Document document = Document.parse(top, "manifest");
    Digest manifest = found;
    for (int depth = 0; isIndex(document); depth++) {
      if (depth == MAX_NESTED_INDEXES) {
        throw new ImageException(
            "malformed-image",
            "the index is nested more than %d deep".formatted(MAX_NESTED_INDEXES));
      }
      BlobDescriptor selected = Platform.select(document);
      byte[] bytes = fetch(client, transfers, reference, selected.digest().toString());
      Blobs.check(selected, bytes);
      document = Document.parse(bytes, "manifest");
      manifest = selected.digest();
    }
    ImageManifest content = ImageManifest.of(document);
    content.check(limits);
    byte[] config =
        transfers.run(
            reference.name(),
            () -> {
              try (RegistryClient.Answer answer =
                  client.blob(reference, content.config().digest())) {
                return Blobs.readDocument(answer.body(), "config");
              }
            });
    Blobs.check(content.config(), config);
    // A name stays tied to the digest it was asked for, be it of an index.
    return new RegistryImage(
        client, transfers, reference, digest == null ? manifest : found, content, config);
  }

  @Override
  public byte[] config() {
    return config;
  }

  @Override
  public Digest manifest() {
    return manifest;
  }

  @Override
  public List<ImageReference> names() {
    return List.of(reference);
  }

  @Override
  public List<LayerFile> layers(ConfigDocument config, WorkFolder work, ImageProgress progress)
      throws IOException, ImageException, InterruptedException {
    ImageSource.checkLayerCount(content.layers().size(), config);
    long total = content.layers().stream().mapToLong(BlobDescriptor::size).sum();
    ProgressMeter meter = new ProgressMeter(progress, ImageProgress.Phase.DOWNLOAD, total);
    List<Callable<LayerFile>> downloads = new ArrayList<>();
    for (int i = 0; i < content.layers().size(); i++) {
      BlobDescriptor descriptor = content.layers().get(i);
      Digest diffId = config.diffIds().get(i);
      downloads.add(
          () -> new LayerFile(download(descriptor, work, meter), descriptor.size(), diffId));
    }
    List<LayerFile> layers = transfers.runAll(reference.name(), downloads);
    meter.finish();
    return layers;
  }

  private Path download(BlobDescriptor descriptor, WorkFolder work, ProgressMeter meter)
      throws IOException, ImageException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Path target = work.newFile("layer");
      LongAdder received = new LongAdder();
      try (RegistryClient.Answer answer = client.blob(reference, descriptor.digest());
          InputStream body = new NetworkStream(answer.body())) {
        Blobs.copy(
            body,
            descriptor,
            target,
            bytes -> {
              transfers.alive();
              meter.add(bytes);
              received.add(bytes);
            });
        return target;
      } catch (NetworkStream.Broken e) {
        Files.deleteIfExists(target);
        meter.add(-received.sum());
        if (attempt == ATTEMPTS) {
          throw new ImageException(
              "registry-unreachable",
              "%s broke off while sending %s: %s"
                  .formatted(reference.registry(), descriptor.digest(), e.getMessage()),
              e);
        }
      } catch (ImageException e) {
        if (!e.code().equals("registry-unreachable") || attempt == ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(FIRST_PAUSE_MILLIS << (attempt - 1));
    }
  }

  private static byte[] fetch(
      RegistryClient client, Transfers transfers, ImageReference reference, String digestOrTag)
      throws IOException, ImageException, InterruptedException {
    return transfers.run(
        reference.name(),
        () -> {
          try (RegistryClient.Answer answer = client.manifest(reference, digestOrTag)) {
            String type = answer.mediaType().toLowerCase(Locale.ROOT);
            if (type.contains("manifest.v1+prettyjws")
                || type.contains("distribution.manifest.v1")) {
              throw new ImageException(
                  "unsupported-image",
                  "the registry has only Docker's old schema 1 of it: push the image again");
            }
            return Blobs.readDocument(answer.body(), "manifest");
          }
        });
  }

  /// Decided by the document: one that could be read either way is refused, because its digest
  /// would stand for two different images (CVE-2021-41190).
  private static boolean isIndex(Document document) throws ImageException {
    boolean index = document.has("manifests");
    if (index && (document.has("layers") || document.has("config"))) {
      throw new ImageException(
          "malformed-image", "the manifest is both an index and an image (expected: one of them)");
    }
    return index;
  }
}
