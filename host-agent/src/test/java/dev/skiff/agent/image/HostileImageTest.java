package dev.skiff.agent.image;

import static dev.skiff.agent.image.LayerTar.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileImageTest extends ImageStoreFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../x", "a/../../x", "a/..", "a/../b", ".wh...", "d/.wh.."})
  void shouldRefuseALayerThatEscapesTheRoot(String path) throws Exception {
    refusal("unsafe-path", () -> contentOf(layer().file(path, "")));
  }

  @Test
  void shouldRefuseAHardLinkThatClimbs() throws Exception {
    refusal("unsafe-path", () -> contentOf(layer().hardLink("a", "../../etc/shadow")));
  }

  @Test
  void shouldRefuseToWriteThroughALinkOutOfTheImage() throws Exception {
    LayerTar evil = layer().symlink("evil", "../../../etc");
    refusal("unsafe-path", () -> contentOf(evil, layer().file("evil/passwd", "root::0:0")));
    refusal(
        "unsafe-path", () -> contentOf(layer().symlink("evil", "..").file("evil/x", "same layer")));
    refusal(
        "unsafe-path",
        () -> contentOf(layer().symlink("evil", ".."), layer().file("evil/.wh.x", "")));
  }

  @Test
  void shouldKeepWritesThroughAnAbsoluteLinkInsideTheImage() throws Exception {
    Squashfs image =
        contentOf(layer().symlink("evil", "/etc"), layer().file("evil/passwd", "the image's own"));

    assertThat(image.at("etc/passwd").text()).isEqualTo("the image's own");
  }

  @Test
  void shouldRefuseALoopOfLinks() throws Exception {
    refusal(
        "unsafe-path",
        () -> contentOf(layer().symlink("a", "b").symlink("b", "a").file("a/x", "")));
  }

  @Test
  void shouldRefuseAHardLinkToNothingOrToADirectory() throws Exception {
    refusal("malformed-image", () -> contentOf(layer().hardLink("a", "missing")));
    refusal("malformed-image", () -> contentOf(layer().directory("d", 0755).hardLink("a", "d")));
  }

  @Test
  void shouldRefuseWhatNoImageMayHold() throws Exception {
    refusal("malformed-image", () -> contentOf(layer().file("x".repeat(256), "")));
    refusal("malformed-image", () -> contentOf(layer().file("a/".repeat(1100) + "x", "")));
    refusal("malformed-image", () -> contentOf(layer().file(".wh.a/b", "")));
    refusal("malformed-image", () -> contentOf(layer().special("odd", (byte) 'Q')));
    refusal("malformed-image", () -> contentOf(layer().symlink("l", "")));
    refusal("malformed-image", () -> contentOf(layer().file("a", "", 0644, 1L << 33, 0)));
    refusal("malformed-image", () -> contentOf(layer().special(".", TarConstants.LF_FIFO)));
  }

  @Test
  void shouldRefuseADecompressionBomb() throws Exception {
    byte[] zeros = layer().file("zeros", new byte[80 << 20]).bytes();
    for (byte[] bomb : new byte[][] {LayerTar.gzip(zeros), LayerTar.zstd(zeros)}) {
      TestImage image = new TestImage().layer(zeros, bomb, "");
      assertThat(refusal("image-too-large", () -> importImage(image)))
          .hasMessageContaining("layer 1 of 1, unpacked");
    }
  }

  @Test
  void shouldRefuseMoreBytesThanAllowedInAllLayersTogether() throws Exception {
    store = storeWith(new ImageLimits(3 << 20, 100, 500, 1));
    byte[] megabyte = layer().file("a", new byte[1 << 20]).bytes();
    TestImage image = new TestImage();
    for (int i = 0; i < 4; i++) {
      image.layer(megabyte, LayerTar.gzip(megabyte), "");
    }

    refusal("image-too-large", () -> importImage(image));
  }

  @Test
  void shouldRefuseMoreEntriesThanAllowed() throws Exception {
    store = storeWith(new ImageLimits(1 << 30, 10, 500, 1));
    LayerTar many = layer();
    for (int i = 0; i < 11; i++) {
      many.file("f" + i, "");
    }
    refusal("image-too-large", () -> contentOf(many));
    // One entry can imply any number of directories.
    refusal("image-too-large", () -> contentOf(layer().file("a/".repeat(20) + "x", "")));
  }

  @Test
  void shouldRefusePathsThatLinksMakeEndless() throws Exception {
    String deep = ("d".repeat(200) + "/").repeat(15);
    refusal(
        "malformed-image",
        () ->
            contentOf(
                layer()
                    .file(deep + "a", "")
                    .symlink("short", deep)
                    .file("short/" + deep + "b", "")));
  }

  @Test
  void shouldRefuseEndlessHeaders() throws Exception {
    // A GNU long name of 3 MiB, which a tar reader would take into memory whole.
    byte[] tar = layer().special("././@LongLink", (byte) 'L').bytes();
    byte[] header = Arrays.copyOf(tar, 512);
    byte[] size = "00014000000\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, header, 124, size.length);
    checksum(header);
    byte[] bomb = Arrays.copyOf(header, 512 + (3 << 20) + 2048);
    Arrays.fill(bomb, 512, bomb.length, (byte) 'a');

    assertThat(
            refusal(
                "malformed-image",
                () -> importImage(new TestImage().layer(bomb, LayerTar.gzip(bomb), ""))))
        .hasMessageContaining("1 MiB of headers");
  }

  @Test
  void shouldRefuseTooManyLayers() throws Exception {
    byte[] tar = layer().file("a", "").bytes();
    TestImage image = new TestImage();
    for (int i = 0; i < 129; i++) {
      image.layer(tar, tar, "");
    }
    assertThat(refusal("image-too-large", () -> importImage(image))).hasMessageContaining("128");
  }

  @Test
  void shouldRefuseOversizedDocuments() throws Exception {
    TestImage image = TestImage.of(layer().file("a", ""));
    image.config().put("history", "x".repeat(5 << 20));

    refusal("image-too-large", () -> importImage(image));
  }

  @Test
  void shouldRefuseLayersThatAreNotWhatTheConfigurationSays() throws Exception {
    byte[] said = layer().file("a", "said").bytes();
    byte[] given = layer().file("a", "given").bytes();

    refusal("digest-mismatch", () -> importImage(new TestImage().layer(said, given, "")));
  }

  @Test
  void shouldRefuseBlobsThatDoNotMatchTheirDigest() throws Exception {
    TestImage image = TestImage.of(layer().file("a", "content"));
    for (byte[] blob : image.allBlobs()) {
      Map<String, byte[]> files = image.ociLayout();
      byte[] changed = blob.clone();
      changed[changed.length / 2] ^= 1;
      files.put(ArchiveFiles.blobName(Digest.of(blob)), changed);
      refusal("digest-mismatch", () -> importTar(TestImage.tar(files)));
    }
  }

  @Test
  void shouldRefuseAConfigurationThatDoesNotMatchItsName() throws Exception {
    TestImage image = TestImage.of(layer().file("a", ""));
    Map<String, byte[]> files = image.dockerArchive();
    image.config().put("author", "changed");
    files.put(
        files.keySet().stream().filter(name -> name.endsWith(".json")).findFirst().orElseThrow(),
        image.configBytes());

    refusal("digest-mismatch", () -> importTar(TestImage.tar(files)));
  }

  @Test
  void shouldRefuseTruncatedArchives() throws Exception {
    byte[] tar = layer().file("a", "content".repeat(1000)).bytes();
    byte[] gzip = LayerTar.gzip(tar);
    TestImage cut = new TestImage().layer(tar, Arrays.copyOf(gzip, gzip.length / 2), "");
    refusal("malformed-image", () -> importImage(cut));

    byte[] archive = TestImage.tar(TestImage.of(layer().file("a", "x")).dockerArchive());
    refusal("malformed-image", () -> importTar(Arrays.copyOf(archive, 700)));
    refusal("malformed-image", () -> importTar(new byte[0]));
    refusal("malformed-image", () -> importTar("not a tar".getBytes(StandardCharsets.UTF_8)));
    byte[] packed = LayerTar.gzip(archive);
    refusal("malformed-image", () -> importTar(Arrays.copyOf(packed, packed.length - 20)));
  }

  @Test
  void shouldRefuseOtherArchitecturesAndArtifacts() throws Exception {
    TestImage arm = TestImage.of(layer().file("a", ""));
    arm.config().put("architecture", "arm64");
    assertThat(refusal("unsupported-image", () -> importImage(arm)))
        .hasMessageContaining("linux/arm64")
        .hasMessageContaining("linux/amd64");

    TestImage chart = TestImage.of(layer().file("a", ""));
    chart.spoilManifest(
        text -> text.replace(MediaTypes.OCI_CONFIG, "application/vnd.cncf.helm.config.v1+json"));
    refusal("unsupported-image", () -> importTar(TestImage.tar(chart.ociLayout())));

    TestImage odd = TestImage.of(layer().file("a", "")).mediaType(0, "application/x-odd");
    refusal("unsupported-image", () -> importTar(TestImage.tar(odd.ociLayout())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "{\"os\":1}", "{\"os\":\"linux\",\"os\":\"linux\"}", "null", ""})
  void shouldRefuseMalformedConfigurations(String config) throws Exception {
    Map<String, byte[]> files = TestImage.of(layer().file("a", "")).dockerArchive();
    files.put(
        "manifest.json", "[{\"Config\":\"c\",\"Layers\":[]}]".getBytes(StandardCharsets.UTF_8));
    files.put("c", config.getBytes(StandardCharsets.UTF_8));

    refusal("malformed-image", () -> importTar(TestImage.tar(files)));
  }

  @Test
  void shouldRefuseAManifestWithAnotherNumberOfLayers() throws Exception {
    TestImage image = TestImage.of(layer().file("a", ""));
    ((ObjectNode) image.config().get("rootfs"))
        .withArray("diff_ids")
        .add(Digest.of(new byte[0]).toString());

    refusal("malformed-image", () -> importImage(image));
  }

  @Test
  void shouldNotReadOutsideALayoutFolder() throws Exception {
    TestImage.write(
        Map.of(
            "manifest.json",
            "[{\"Config\":\"../secret\",\"Layers\":[]}]".getBytes(StandardCharsets.UTF_8)),
        temporary.resolve("layout"));
    TestImage.write(Map.of("secret", TestImage.of().configBytes()), temporary);

    refusal(
        "malformed-image",
        () -> store.importArchive(temporary.resolve("layout"), null, ImageProgress.NONE));
  }

  @Test
  void shouldSayWhichPackageBringsAMissingTool() throws Exception {
    store =
        new ImageStore(
            folder,
            ImageLimits.defaults(),
            "no-such-tar2sqfs",
            temporary.resolve("no-busybox"),
            Duration.ofSeconds(1));

    assertThat(refusal("tool-missing", () -> contentOf(layer().file("a", ""))))
        .hasMessageContaining("squashfs-tools-ng");
    assertThat(refusal("tool-missing", () -> store.ensureBuiltin()))
        .hasMessageContaining("busybox-static");
  }

  @Test
  void shouldSayThatTheDiskIsFull() throws Exception {
    Path tool = temporary.resolve("tar2sqfs");
    Files.writeString(
        tool, "#!/bin/sh\necho 'writing block: No space left on device' >&2\nexit 1\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    store =
        new ImageStore(
            folder, ImageLimits.defaults(), tool.toString(), BUSYBOX, Duration.ofSeconds(1));

    refusal("disk-full", () -> contentOf(layer().file("a", new byte[4 << 20])));
  }

  @Test
  void shouldEndOnAnInterruptAndLeaveNothing() throws Exception {
    byte[] archive =
        TestImage.tar(TestImage.of(layer().file("a", new byte[4 << 20])).dockerArchive());
    ImageProgress interruptOnBuild =
        (phase, _, _) -> {
          if (phase == ImageProgress.Phase.BUILD) {
            Thread.currentThread().interrupt();
          }
        };

    assertThatThrownBy(
            () -> store.importArchive(new ByteArrayInputStream(archive), null, interruptOnBuild))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(filesIn("tmp")).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  private static void checksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 148, text.length);
  }
}
