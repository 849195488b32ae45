package dev.skiff.agent.image;

import static dev.skiff.agent.image.LayerTar.layer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real registry, filled by a real client.
class RegistryPullTest extends ImageStoreFixture {
  @TempDir static Path shared;
  private static DockerRegistry registry;

  @BeforeAll
  static void startRegistry() throws Exception {
    registry = DockerRegistry.start(shared.resolve("registry"));
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @Test
  void shouldPullWhatSkopeoPushed() throws Exception {
    ImageReference reference = push("team/app:1", image("pulled"));

    StoredImage pulled = store.pull(reference, ImageProgress.NONE);

    assertThat(pulled.names()).containsExactly(reference.toString());
    assertThat(pulled.config().command(List.of())).containsExactly("/bin/app", "--all");
    assertThat(pulled.config().env()).containsEntry("SIZE", "512");
    assertThat(pulled.config().workdir()).isEqualTo("/srv");
    assertThat(pulled.config().user()).isEqualTo("1000:1000");
    assertThat(pulled.createdMicros()).isEqualTo(1_767_323_045_000_000L);
    assertThat(Squashfs.read(pulled.rootfs()).at("srv/data").text()).isEqualTo("pulled");
    assertThat(store.resolve(reference)).contains(pulled);
    assertThat(filesIn("tmp")).isEmpty();
  }

  @Test
  void shouldPullByDigestAndFindItByAnyOfItsNames() throws Exception {
    TestImage image = image("by digest");
    ImageReference tag = push("team/digest:1", image);
    ImageReference digest =
        ImageReference.parse(tag.name() + "@" + Digest.of(image.manifestBytes()));

    StoredImage byTag = store.pull(tag, ImageProgress.NONE);
    assertThat(store.resolve(digest)).contains(byTag);
    StoredImage byDigest = store.pull(digest, ImageProgress.NONE);

    assertThat(byDigest.rootfs()).isEqualTo(byTag.rootfs());
    assertThat(byDigest.names()).containsExactly(tag.toString(), digest.toString());
  }

  @Test
  void shouldGiveTheSameImageByAnyWay() throws Exception {
    ImageReference reference = push("team/ways:1", gzipOnly("one"));
    StoredImage pulled = store.pull(reference, ImageProgress.NONE);
    Path docker = temporary.resolve("docker.tar");
    Path oci = temporary.resolve("oci");
    String source = "docker://" + reference;
    registry.skopeo(
        "copy", "--src-tls-verify=false", source, "docker-archive:" + docker + ":a/b:7");
    registry.skopeo("copy", "--src-tls-verify=false", source, "oci:" + oci + ":latest");

    ImageStore other = new ImageStore(temporary.resolve("other"));
    StoredImage fromDocker = other.importArchive(docker, null, ImageProgress.NONE);
    StoredImage fromOci =
        new ImageStore(temporary.resolve("third"))
            .importArchive(oci, ImageReference.parse("mine"), ImageProgress.NONE);

    assertThat(fromDocker.names()).hasSize(1).first().asString().endsWith("a/b:7");
    assertThat(fromOci.names()).containsExactly("mine:latest");
    assertThat(fromOci.digest()).isEqualTo(pulled.digest());
    assertThat(fromDocker.rootfs()).hasSameBinaryContentAs(pulled.rootfs());
    assertThat(fromOci.rootfs()).hasSameBinaryContentAs(pulled.rootfs());
  }

  @Test
  void shouldDoTheWorkOnceForPullsAtTheSameTime() throws Exception {
    ImageReference reference = push("team/once:1", image("x".repeat(1 << 20)));
    List<ImageStore> stores = List.of(store, new ImageStore(folder), store, new ImageStore(folder));
    AtomicInteger downloads = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(stores.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<StoredImage>> pulls =
          stores.stream()
              .<Callable<StoredImage>>map(each ->
                  () -> {
                    start.await();
                    return each.pull(
                        reference,
                        (phase, done, _) -> {
                          if (phase == ImageProgress.Phase.DOWNLOAD && done == 0) {
                            downloads.incrementAndGet();
                          }
                        });
                  })
              .toList();
      List<Future<StoredImage>> pulled = threads.invokeAll(pulls);

      assertThat(pulled).extracting(Future::resultNow).containsOnly(pulled.getFirst().get());
    }
    assertThat(downloads).hasValue(1);
  }

  @Test
  void shouldReportEveryPhase() throws Exception {
    Set<ImageProgress.Phase> seen = EnumSet.noneOf(ImageProgress.Phase.class);
    ImageReference reference = push("team/progress:1", image("phases"));

    store.pull(reference, (phase, _, _) -> seen.add(phase));
    assertThat(seen).containsExactly(ImageProgress.Phase.values());
    seen.clear();
    store.pull(reference, (phase, _, _) -> seen.add(phase));
    assertThat(seen).containsExactly(ImageProgress.Phase.RESOLVE);
  }

  @Test
  void shouldMoveANameToTheNewImage() throws Exception {
    ImageReference reference = push("team/moves:1", image("before"));
    StoredImage before = store.pull(reference, ImageProgress.NONE);
    push("team/moves:1", image("after"));

    StoredImage after = store.pull(reference, ImageProgress.NONE);

    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(store.resolve(reference)).contains(after);
    assertThat(store.byDigest(before.digest()).orElseThrow().names()).isEmpty();
  }

  @Test
  void shouldSayThatTheRegistryHasNoSuchImage() throws Exception {
    ImageReference missing = ImageReference.parse(registry.address() + "/team/missing:1");
    refusal("image-not-found", () -> store.pull(missing, ImageProgress.NONE));
  }

  @Test
  void shouldRefuseToPullALocalName() throws Exception {
    ImageReference local = ImageReference.parse("skiff/unknown");
    refusal("image-not-found", () -> store.pull(local, ImageProgress.NONE));
  }

  @Test
  void shouldImportAnArchiveThatSkopeoCompressed() throws Exception {
    ImageReference reference = push("team/packed:1", image("packed"));
    Path oci = temporary.resolve("oci.tar");
    registry.skopeo(
        "copy", "--src-tls-verify=false", "docker://" + reference, "oci-archive:" + oci);
    byte[] packed = LayerTar.gzip(Files.readAllBytes(oci));

    StoredImage imported =
        store.importArchive(new ByteArrayInputStream(packed), null, ImageProgress.NONE);

    assertThat(imported.names()).isEmpty();
    assertThat(Squashfs.read(imported.rootfs()).at("srv/data").text()).isEqualTo("packed");
  }

  private static TestImage image(String data) {
    byte[] lower = layer().directory("srv", 0755).file("srv/data", "lower").bytes();
    byte[] upper = layer().file("srv/data", data).file("srv/.wh.gone", "").bytes();
    return new TestImage()
        .layer(lower, LayerTar.gzip(lower), "+gzip")
        .layer(upper, LayerTar.zstd(upper), "+zstd");
  }

  /// Docker's own archives have no zstd.
  private static TestImage gzipOnly(String data) {
    byte[] tar = layer().directory("srv", 0755).file("srv/data", data).bytes();
    return new TestImage().layer(tar, LayerTar.gzip(tar), "+gzip");
  }

  private ImageReference push(String name, TestImage image) throws Exception {
    Path layout = Files.createTempDirectory(temporary, "layout");
    TestImage.write(image.ociLayout(), layout);
    ImageReference reference = ImageReference.parse(registry.address() + "/" + name);
    registry.skopeo(
        "copy",
        "--dest-tls-verify=false",
        "--preserve-digests",
        "oci:" + layout,
        "docker://" + reference);
    return reference;
  }
}
