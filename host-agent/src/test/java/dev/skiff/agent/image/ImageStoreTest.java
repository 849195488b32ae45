package dev.skiff.agent.image;

import static dev.skiff.agent.image.LayerTar.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class ImageStoreTest extends ImageStoreFixture {
  @Test
  void shouldShowItsImagesToEveryStoreOnTheFolder() throws Exception {
    StoredImage stored = importImage(app("1"));

    ImageStore other = new ImageStore(folder);
    assertThat(other.list()).containsExactly(stored);
    assertThat(other.byDigest(stored.digest())).contains(stored);
    assertThat(other.resolve(ImageReference.parse(TestImage.NAME))).contains(stored);
    assertThat(other.resolve(ImageReference.parse("other"))).isEmpty();
  }

  @Test
  void shouldShareTheSquashfsBetweenImagesWithTheSameContent() throws Exception {
    TestImage first = app("same");
    TestImage second = app("same");
    second.config().put("author", "someone else");

    StoredImage one = importImage(first);
    StoredImage two = importAs(second, "two");
    assertThat(two.digest()).isNotEqualTo(one.digest());
    assertThat(two.rootfs()).isEqualTo(one.rootfs());

    store.remove(one.digest());
    assertThat(store.list()).containsExactly(two);
    assertThat(two.rootfs()).exists();
    store.remove(two.digest());
    assertThat(filesIn("rootfs")).isEmpty();
    assertThat(filesIn("images")).isEmpty();
    assertThat(filesIn("names")).isEmpty();
  }

  @Test
  void shouldDropTheImageWithItsLastNameOnly() throws Exception {
    StoredImage image = importImage(app("1"));
    importAs(app("1"), "second:name");
    ImageReference first = ImageReference.parse(TestImage.NAME);

    store.remove(first);
    assertThat(store.byDigest(image.digest()).orElseThrow().names()).containsExactly("second:name");
    store.remove(ImageReference.parse("second:name"));
    assertThat(store.list()).isEmpty();
    refusal("image-not-found", () -> store.remove(first));
    refusal("image-not-found", () -> store.remove(image.digest()));
  }

  @Test
  void shouldNotRemoveAnImageThatVmsRunFrom() throws Exception {
    StoredImage image = importImage(app("1"));
    ImageReference name = ImageReference.parse(TestImage.NAME);
    assertThat(store.acquire(name, "host-1/j0-a.0#1")).isEqualTo(image);
    new ImageStore(folder).acquire(name, "host-2/j0-a.1#1");

    assertThatThrownBy(() -> store.remove(name))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo("image-in-use"))
        .hasMessageContaining("2 VMs")
        .hasMessageContaining("host-2/j0-a.1#1");
    // A restarted agent of host 1 knows none of its VMs any more; host 2's are not its business.
    store.retainHolders("host-1/", Set.of());
    assertThatThrownBy(() -> store.remove(image.digest())).hasMessageContaining("1 VMs");
    store.release("host-2/j0-a.1#1");
    store.release("host-2/j0-a.1#1");
    store.remove(name);
    assertThat(store.list()).isEmpty();
  }

  @Test
  void shouldKeepTheHoldsOfLiveVms() throws Exception {
    importImage(app("1"));
    ImageReference name = ImageReference.parse(TestImage.NAME);
    store.acquire(name, "h/a");
    store.acquire(name, "h/b");

    store.retainHolders("h/", Set.of("h/b"));

    assertThat(filesIn("holds")).hasSize(1);
    assertThatThrownBy(() -> store.remove(name)).hasMessageContaining("h/b");
  }

  @Test
  void shouldRefuseToHoldAnImageThatIsNotThere() throws Exception {
    ImageReference missing = ImageReference.parse("missing");
    assertThat(refusal("image-not-found", () -> store.acquire(missing, "h/a")))
        .hasMessageContaining("pull or import");
    assertThat(filesIn("holds")).isEmpty();
  }

  @Test
  void shouldDeleteWhatDeadProcessesLeftAndNothingElse() throws Exception {
    StoredImage image = importImage(app("1"));
    Path dead = Files.createDirectories(folder.resolve("tmp/work-dead"));
    Files.writeString(dead.resolve("owner.lock"), "");
    Files.writeString(dead.resolve("layer-1"), "half");
    Files.writeString(folder.resolve("tmp/record"), "half");
    Files.writeString(folder.resolve("rootfs/" + "0".repeat(64) + ".squashfs"), "orphan");

    try (WorkFolder live = WorkFolder.create(StoreFolder.open(folder))) {
      Files.writeString(live.newFile("layer"), "in use");
      store = new ImageStore(folder);
      assertThat(filesIn("tmp")).hasSize(1);
    }
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(store.list()).containsExactly(image);
    assertThat(filesIn("rootfs")).hasSize(1);
  }

  @Test
  void shouldLeaveTheWorkOfAnotherProcessAlone() throws Exception {
    Path work = Files.createDirectories(folder.resolve("tmp/work-other"));
    Path owner = Files.writeString(work.resolve("owner.lock"), "");
    // The lock of another process: flock's, which Java's file locks are not, would not do.
    Process other =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX);"
                    + "print('locked',flush=True); sys.stdin.read()",
                owner.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("locked");
      store = new ImageStore(folder);
      assertThat(work).exists();
    } finally {
      other.destroyForcibly();
      other.onExit().join();
    }
    store = new ImageStore(folder);
    assertThat(work).doesNotExist();
  }

  @Test
  void shouldBuildAgainWhenTheSquashfsIsGone() throws Exception {
    StoredImage image = importImage(app("1"));
    Files.delete(image.rootfs());

    assertThat(store.list()).isEmpty();
    assertThat(store.resolve(ImageReference.parse(TestImage.NAME))).isEmpty();
    assertThat(importImage(app("1"))).isEqualTo(image);
    assertThat(image.rootfs()).exists();
  }

  @Test
  void shouldIgnoreADamagedRecord() throws Exception {
    importImage(app("1"));
    Files.writeString(folder.resolve("images").resolve(filesIn("images").getFirst()), "{");

    assertThat(store.list()).isEmpty();
  }

  @Test
  void shouldAskWhichOfSeveralImagesIsMeant() throws Exception {
    Map<String, byte[]> files = app("1").dockerArchive();
    String manifest =
        new String(files.getOrDefault("manifest.json", new byte[0]), StandardCharsets.UTF_8);
    String one = manifest.substring(1, manifest.length() - 1);
    String two = one.replace(TestImage.NAME, "other:2");
    files.put("manifest.json", ("[" + one + "," + two + "]").getBytes(StandardCharsets.UTF_8));
    byte[] archive = TestImage.tar(files);

    assertThat(refusal("unsupported-image", () -> importTar(archive)))
        .hasMessageContaining(TestImage.NAME)
        .hasMessageContaining("other:2");
    StoredImage image =
        store.importArchive(
            new ByteArrayInputStream(archive), ImageReference.parse("other:2"), ImageProgress.NONE);
    assertThat(image.names()).containsExactly("other:2");
  }

  @Test
  void shouldMakeTheBuiltInImage() throws Exception {
    StoredImage image = store.ensureBuiltin();

    assertThat(image.names()).containsExactly("skiff/busybox:latest");
    assertThat(image.config().command(List.of())).containsExactly("sh");
    Squashfs content = Squashfs.read(image.rootfs());
    assertThat(content.paths())
        .contains("proc", "sys", "dev", "root", "etc/passwd", "etc/group", "bin/sh", "bin/ls");
    assertThat(content.at("tmp").mode()).isEqualTo(01777);
    assertThat(content.at("usr/bin").text()).isEqualTo("../bin");
    assertThat(content.at("bin/sh").mode()).isEqualTo(0755);
    assertThat(content.at("bin/sh").kind()).isIn(TarConstants.LF_LINK, TarConstants.LF_NORMAL);
    // Once more, and in another folder: the same image.
    assertThat(store.ensureBuiltin()).isEqualTo(image);
    StoredImage elsewhere = new ImageStore(temporary.resolve("other")).ensureBuiltin();
    assertThat(elsewhere.digest()).isEqualTo(image.digest());
    assertThat(elsewhere.rootfs()).hasSameBinaryContentAs(image.rootfs());
  }

  @Test
  void shouldRefuseABusyboxThatNeedsALoader() throws Exception {
    store =
        new ImageStore(
            folder, ImageLimits.defaults(), "tar2sqfs", Path.of("/bin/ls"), Duration.ofSeconds(1));
    assertThat(refusal("tool-missing", () -> store.ensureBuiltin()))
        .hasMessageContaining("statically");
  }

  @Test
  void shouldSayWhenTheStoreCannotBeOpened() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "");
    assertThatThrownBy(() -> new ImageStore(file.resolve("store")))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo("store-failed"));
  }

  private StoredImage importAs(TestImage image, String name)
      throws ImageException, InterruptedException {
    return store.importArchive(
        new ByteArrayInputStream(TestImage.tar(image.dockerArchive())),
        ImageReference.parse(name),
        ImageProgress.NONE);
  }

  private static TestImage app(String content) {
    return TestImage.of(layer().file("app", content));
  }
}
