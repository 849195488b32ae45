package dev.skiff.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentImagesTest {
  private final RecentImages images = new RecentImages();

  @Test
  void shouldHaveTheLastOneUsedFirstAndEachOnce() {
    images.use("a/b:1");
    images.use("c:latest");
    images.use("a/b:1");
    assertThat(images.inOrder()).containsExactly("a/b:1", "c");
  }

  @Test
  void shouldCallAnImageAsPeopleDo() {
    assertThat(RecentImages.familiar("skiff/busybox:latest")).isEqualTo("skiff/busybox");
    assertThat(RecentImages.familiar("registry.example:5000/a:1.2"))
        .isEqualTo("registry.example:5000/a:1.2");
  }

  @Test
  void shouldForgetTheOldestOfVeryMany() {
    for (int i = 0; i < 1_000; i++) {
      images.use("image:" + i);
    }
    assertThat(images.inOrder()).hasSize(256).startsWith("image:999").endsWith("image:744");
  }
}
