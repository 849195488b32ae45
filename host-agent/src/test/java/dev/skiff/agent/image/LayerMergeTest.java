package dev.skiff.agent.image;

import static dev.skiff.agent.image.LayerTar.layer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class LayerMergeTest extends ImageStoreFixture {
  @Test
  void shouldKeepOwnersModesTimesAndLinks() throws Exception {
    Squashfs image =
        contentOf(
            layer()
                .directory("bin", 0755)
                .file("bin/su", "suid", 04755, 0, 42)
                .symlink("bin/sh", "su")
                .file("data", "owned", 0640, 100_000, 3_000_000_000L)
                .directory("tmp", 01777)
                .special("pipe", TarConstants.LF_FIFO));

    assertThat(image.at("bin/su"))
        .isEqualTo(
            new Squashfs.Entry(
                TarConstants.LF_NORMAL, 04755, 0, 42, LayerTar.MTIME_SECONDS, "suid"));
    assertThat(image.at("data").uid()).isEqualTo(100_000);
    assertThat(image.at("data").gid()).isEqualTo(3_000_000_000L);
    assertThat(image.at("bin/sh").text()).isEqualTo("su");
    assertThat(image.at("tmp").mode()).isEqualTo(01777);
    assertThat(image.at("pipe").kind()).isEqualTo(TarConstants.LF_FIFO);
    assertThat(image.at("bin").mtimeSeconds()).isEqualTo(LayerTar.MTIME_SECONDS);
  }

  @Test
  void shouldTakeTheRootsOwnAttributes() throws Exception {
    Squashfs image = contentOf(layer().directory(".", 0700).file("a", ""));

    assertThat(image.at(".").mode()).isEqualTo(0700);
  }

  @Test
  void shouldMakeDirectoriesThatAreOnlyImplied() throws Exception {
    Squashfs image = contentOf(layer().file("./a/b/c", "deep"));

    assertThat(image.at("a/b").mode()).isEqualTo(0755);
    assertThat(image.at("a/b/c").text()).isEqualTo("deep");
  }

  @Test
  void shouldLetUpperLayersReplaceLowerOnes() throws Exception {
    Squashfs image =
        contentOf(
            layer().directory("d", 0755).file("d/kept", "1").file("f", "old").symlink("l", "f"),
            layer().directory("d", 0700).file("f", "new").file("l", "a file now"),
            layer().directory("f", 0755).file("f/below", "3"));

    assertThat(image.at("d").mode()).isEqualTo(0700);
    assertThat(image.at("d/kept").text()).isEqualTo("1");
    assertThat(image.at("f").kind()).isEqualTo(TarConstants.LF_DIR);
    assertThat(image.at("f/below").text()).isEqualTo("3");
    assertThat(image.at("l").text()).isEqualTo("a file now");
  }

  @Test
  void shouldDropAWholeDirectoryThatAFileReplaces() throws Exception {
    Squashfs image =
        contentOf(layer().file("d/a", "1").file("d/b", "2"), layer().file("d", "file"));

    assertThat(image.paths()).containsExactlyInAnyOrder(".", "d");
  }

  @Test
  void shouldApplyWhiteoutsToLowerLayersOnly() throws Exception {
    Squashfs image =
        contentOf(
            layer().file("d/gone", "1").file("d/kept", "1").file("d/replaced", "1"),
            // The new file stands before the whiteout of the old one: the order must not matter.
            layer().file("d/replaced", "2").file("d/.wh.replaced", "").file("d/.wh.gone", ""),
            layer().file("d/.wh.never-there", "").file("nowhere/.wh.x", ""));

    assertThat(image.paths()).containsExactlyInAnyOrder(".", "d", "d/kept", "d/replaced");
    assertThat(image.at("d/replaced").text()).isEqualTo("2");
  }

  @Test
  void shouldEmptyADirectoryThatIsMadeOpaque() throws Exception {
    Squashfs image =
        contentOf(
            layer().file("d/old", "1").file("d/sub/old", "1"),
            layer().file("d/before", "2").file("d/sub/new", "2").file("d/.wh..wh..opq", ""),
            layer().file("d/after", "3"));

    assertThat(image.paths())
        .containsExactlyInAnyOrder(".", "d", "d/before", "d/sub", "d/sub/new", "d/after");
  }

  @Test
  void shouldBringBackWhatALaterLayerAddsAgain() throws Exception {
    Squashfs image =
        contentOf(layer().file("a/x", "1"), layer().file(".wh.a", ""), layer().file("a/y", "3"));

    assertThat(image.paths()).containsExactlyInAnyOrder(".", "a", "a/y");
  }

  @Test
  void shouldKeepHardLinksAlsoWhenTheFirstNameIsGone() throws Exception {
    Squashfs image =
        contentOf(
            layer()
                .file("first", "shared", 0755, 0, 0)
                .hardLink("second", "first")
                .hardLink("third", "/first"),
            layer().file(".wh.first", ""));

    assertThat(image.paths()).containsExactlyInAnyOrder(".", "second", "third");
    assertThat(image.at("second").text()).isEqualTo("shared");
    assertThat(image.at("second").mode()).isEqualTo(0755);
    assertThat(image.at("third").kind()).isEqualTo(TarConstants.LF_LINK);
    assertThat(image.at("third").text()).isEqualTo("second");
  }

  @Test
  void shouldLinkToAFileOfALowerLayer() throws Exception {
    Squashfs image =
        contentOf(
            layer().file("low", "content"),
            layer().hardLink("high", "low"),
            layer().file(".wh.low", ""));

    assertThat(image.at("high").text()).isEqualTo("content");
  }

  @Test
  void shouldFollowALinkedDirectoryInsideTheImage() throws Exception {
    Squashfs image =
        contentOf(
            layer().directory("usr/lib", 0755).symlink("lib", "usr/lib").symlink("abs", "/usr"),
            layer().file("lib/a.so", "a").file("abs/lib/b.so", "b"));

    assertThat(image.at("lib").kind()).isEqualTo(TarConstants.LF_SYMLINK);
    assertThat(image.paths()).contains("usr/lib/a.so", "usr/lib/b.so");
  }

  @Test
  void shouldKeepLongAndForeignNames() throws Exception {
    String directory = "d".repeat(200);
    String path = directory + "/" + "f".repeat(200);
    String target = "t".repeat(300);
    for (LayerTar layer : new LayerTar[] {layer(), layer().gnuLongNames()}) {
      Squashfs image =
          contentOf(layer.file(path, "pax or gnu").symlink("l", target).file("ü/日本", "utf-8"));

      assertThat(image.at(path).text()).isEqualTo("pax or gnu");
      assertThat(image.at("l").text()).isEqualTo(target);
      assertThat(image.at("ü/日本").text()).isEqualTo("utf-8");
    }
  }

  @Test
  void shouldLeaveOutDeviceNodes() throws Exception {
    Squashfs image =
        contentOf(
            layer()
                .directory("dev", 0755)
                .special("dev/null", TarConstants.LF_CHR)
                .special("dev/sda", TarConstants.LF_BLK)
                .file("dev/file", "kept"));

    assertThat(image.paths()).containsExactlyInAnyOrder(".", "dev", "dev/file");
  }

  @Test
  void shouldAcceptAnImageWithoutLayers() throws Exception {
    assertThat(contentOf().paths()).containsExactly(".");
  }

  @Test
  void shouldMakeTheSameFileWhateverTheCompression() throws Exception {
    byte[] lower = layer().file("a", "1".repeat(5000)).directory("b", 0711).bytes();
    byte[] upper = layer().file("b/c", "2").hardLink("b/d", "b/c").bytes();
    TestImage plain = new TestImage().layer(lower, lower, "").layer(upper, upper, "");
    TestImage packed =
        new TestImage()
            .layer(lower, LayerTar.gzip(lower), "+gzip")
            .layer(upper, LayerTar.zstd(upper), "+zstd");
    // Another entrypoint: another image, which must not share by identity but by content.
    packed.config().put("author", "someone else");

    StoredImage first = importImage(plain);
    StoredImage again =
        new ImageStore(temporary.resolve("other"))
            .importArchive(
                new ByteArrayInputStream(TestImage.tar(packed.ociLayout())),
                null,
                ImageProgress.NONE);

    assertThat(again.digest()).isNotEqualTo(first.digest());
    assertThat(again.rootfs().getFileName()).isEqualTo(first.rootfs().getFileName());
    assertThat(again.rootfs()).hasSameBinaryContentAs(first.rootfs());
  }
}
