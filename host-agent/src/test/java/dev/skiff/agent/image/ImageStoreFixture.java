package dev.skiff.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A store in a temporary folder, and ways to put test images into it.
abstract class ImageStoreFixture {
  static final Path BUSYBOX = Path.of("/bin/busybox");

  @TempDir Path temporary;
  Path folder;
  ImageStore store;

  @BeforeEach
  void openStore() throws ImageException {
    folder = temporary.resolve("store");
    store = new ImageStore(folder);
  }

  ImageStore storeWith(ImageLimits limits) throws ImageException {
    return new ImageStore(folder, limits, "tar2sqfs", BUSYBOX, Duration.ofSeconds(20));
  }

  StoredImage importTar(byte[] archive) throws ImageException, InterruptedException {
    return store.importArchive(new ByteArrayInputStream(archive), null, ImageProgress.NONE);
  }

  StoredImage importImage(TestImage image) throws ImageException, InterruptedException {
    return importTar(TestImage.tar(image.dockerArchive()));
  }

  Squashfs contentOf(LayerTar... layers) throws ImageException, InterruptedException, IOException {
    return Squashfs.read(importImage(TestImage.of(layers)).rootfs());
  }

  /// Asserts the refusal's code and that it left nothing in the store.
  ImageException refusal(String code, ThrowingCallable action) throws ImageException {
    ImageException refusal = catchThrowableOfType(ImageException.class, action);
    assertThat(refusal).as("expected to be refused with %s", code).isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    assertThat(store.list()).isEmpty();
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(filesIn("rootfs")).isEmpty();
    return refusal;
  }

  List<String> filesIn(String part) {
    try (Stream<Path> files = Files.list(folder.resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
