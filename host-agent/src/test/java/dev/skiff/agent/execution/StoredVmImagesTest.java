package dev.skiff.agent.execution;

import static dev.skiff.agent.execution.Bench.RUN;
import static dev.skiff.agent.execution.Bench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.image.ImageException;
import dev.skiff.agent.image.ImageReference;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.spec.VmSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredVmImagesTest {
  private static final String BUSYBOX = "skiff/busybox";

  @TempDir Path folder;
  private ImageStore store;
  private StoredVmImages images;

  @BeforeEach
  void open() throws Exception {
    store = new ImageStore(folder);
    images = new StoredVmImages(store, new HostId("h1"));
  }

  @Test
  void shouldMergeTheRequestWithTheImage() throws Exception {
    store.ensureBuiltin();
    BootSpec spec = images.prepare(RUN, spec(BUSYBOX, "sh", "-c", "true"));
    assertThat(spec.hostname()).isEqualTo(RUN.vm().toString());
    assertThat(spec.rootfs()).isRegularFile();
    assertThat(spec.command()).endsWith("sh", "-c", "true");
    assertThat(spec.env()).containsEntry("A", "b").containsKey("PATH");
    assertThat(spec.memoryMib()).isEqualTo(128);
  }

  @Test
  void shouldHoldTheImageWhileItsVmLives() throws Exception {
    store.ensureBuiltin();
    images.prepare(RUN, spec(BUSYBOX, "true"));
    assertThatThrownBy(() -> store.remove(ImageReference.parse(BUSYBOX)))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo("image-in-use"));
    images.retain(Set.of(RUN));
    assertThatThrownBy(() -> store.remove(ImageReference.parse(BUSYBOX)))
        .isInstanceOf(ImageException.class);
    images.release(RUN);
    store.remove(ImageReference.parse(BUSYBOX));
  }

  @Test
  void shouldSayHowToGetAnImageThatIsNotThere() {
    assertThatThrownBy(() -> images.prepare(RUN, spec("skiff/none", "true")))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo("image-not-found"))
        .hasMessageContaining("import");
  }

  private static VmSpec spec(String image, String... command) {
    return new VmSpec(image, List.of(command), Map.of("A", "b"), null, null, false, false, SMALL);
  }
}
