package dev.skiff.agent.vmm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelModulesTest {
  private static KernelModule module(String name, String... needs) {
    return new KernelModule(name, List.of(needs), ByteBuffer.allocate(0));
  }

  @Test
  void shouldLoadWhatAModuleNeedsBeforeItAndEachOnce() {
    Map<String, KernelModule> all =
        Stream.of(
                module("virtio", "virtio_ring"),
                module("virtio_ring"),
                module("virtio_blk", "virtio", "virtio_ring"),
                module("unwanted"))
            .collect(Collectors.toMap(KernelModule::name, each -> each));
    assertThat(KernelModules.inOrder(List.of("virtio_blk", "virtio", "built_in"), all))
        .extracting(KernelModule::name)
        .containsExactly("virtio_ring", "virtio", "virtio_blk");
  }

  @Test
  void shouldReadDependenciesAndDropTheSignature() {
    byte[] body =
        "ELF\0alias=x\0depends=virtio-ring,virtio\0name=y\0".getBytes(StandardCharsets.US_ASCII);
    byte[] magic = "~Module signature appended~\n".getBytes(StandardCharsets.US_ASCII);
    byte[] signed =
        ByteBuffer.allocate(body.length + 5 + 12 + magic.length)
            .put(body)
            .put(new byte[] {1, 2, 3, 4, 5})
            .putLong(0)
            .putInt(5)
            .put(magic)
            .array();
    KernelModule module = KernelModule.read("virtio-blk.ko", signed);
    assertThat(module.name()).isEqualTo("virtio_blk");
    assertThat(module.needs()).containsExactly("virtio_ring", "virtio");
    assertThat(module.contents().array()).isEqualTo(body);
    assertThat(KernelModule.read("x.ko", body).contents().array()).isEqualTo(body);
  }
}
