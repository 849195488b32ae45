package dev.skiff.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "skiff/busybox, skiff/busybox:latest, false",
    "alpine:3.20, alpine:3.20, false",
    "registry.example:5000/a/b:tag, registry.example:5000/a/b:tag, true",
    "localhost/a, localhost/a:latest, true",
    "localhost:5000/a, localhost:5000/a:latest, true",
    "127.0.0.1:5000/a, 127.0.0.1:5000/a:latest, true",
    "[::1]:5000/a, [::1]:5000/a:latest, true",
    "docker.io/alpine, docker.io/library/alpine:latest, true",
    "index.docker.io/a/b:1, docker.io/a/b:1, true",
    "team/a__b-c.d:V1.2_3, team/a__b-c.d:V1.2_3, false",
  })
  void shouldNormaliseAndTellRemoteFromLocal(String text, String canonical, boolean remote)
      throws ImageException {
    ImageReference reference = ImageReference.parse(text);

    assertThat(reference).hasToString(canonical);
    assertThat(reference.remote()).isEqualTo(remote);
    assertThat(ImageReference.parse(canonical)).isEqualTo(reference);
  }

  @Test
  void shouldNotInventATagWhereADigestIsGiven() throws ImageException {
    ImageReference reference = ImageReference.parse("registry.example/a@" + DIGEST);

    assertThat(reference.tag()).isNull();
    assertThat(reference).hasToString("registry.example/a@" + DIGEST);
    assertThat(ImageReference.parse("registry.example/a:1@" + DIGEST).tag()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "UPPER/case",
        "a//b",
        "/a",
        "a/",
        "a:",
        "a:-x",
        "a:b:c",
        "a b",
        "-a",
        "../a",
        "a/../b",
        "a@sha256:123",
        "a@md5:abc",
        "a@",
        "http://registry.example/a",
        "registry.example:port/a",
        "regi_stry.example/a",
        "registry.example/",
        "a\u0000b",
      })
  void shouldRefuseWhatIsNoReference(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOfSatisfying(
            ImageException.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid-reference");
              assertThat(e).hasMessageContaining("expected: ");
            });
  }

  @Test
  void shouldRefuseOverlongNames() {
    assertThatThrownBy(() -> ImageReference.parse("a".repeat(256)))
        .hasMessageContaining("at most 255");
    assertThatThrownBy(() -> ImageReference.parse("a:" + "b".repeat(129)))
        .hasMessageContaining("at most 128");
  }
}
