package dev.skiff.agent.vmm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.ProcessIdentity;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.agent.vmm.VmmNote;
import dev.skiff.contracts.spec.Serve;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStoreTest {
  private static final int SIZE = 1 << 20;

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

  private SnapshotStore open(long budget) throws Exception {
    return SnapshotStore.open(folder, budget, () -> Instant.ofEpochMilli(now.addAndGet(1_000)));
  }

  private static SnapshotKey key(int number) {
    return new SnapshotKey("hash" + number, "default/f@" + number);
  }

  private static Snapshot make(SnapshotStore store, int number) throws Exception {
    VmDirectory place = store.prepare(key(number));
    Files.write(place.path().resolve("ram.bin"), new byte[SIZE]);
    Files.write(place.path().resolve("device.state"), new byte[100]);
    Files.write(place.path().resolve("layer.ext4"), new byte[100]);
    Files.write(place.path().resolve("vmm.json"), new byte[1]);
    return store.keep(key(number), place, "token");
  }

  @Test
  void shouldForgetWhatWasNotUsedForLongestAlsoAfterARestart() throws Exception {
    SnapshotStore store = open(10L * SIZE);
    make(store, 1);
    make(store, 2);
    make(store, 3);
    assertThat(store.use(key(1))).isPresent();
    assertThat(folder.resolve("hash1")).isDirectoryNotContaining("glob:**/vmm.json");

    SnapshotStore smaller = open(2L * SIZE + SIZE / 2);
    assertThat(smaller.holds(key(2))).as("the oldest use").isFalse();
    assertThat(smaller.holds(key(1))).isTrue();
    assertThat(smaller.holds(key(3))).isTrue();
    assertThat(folder.resolve("hash2")).doesNotExist();
    make(smaller, 4);
    assertThat(smaller.holds(key(3))).as("used before 1").isFalse();
    assertThat(smaller.holds(key(1))).isTrue();
    assertThat(smaller.holds(key(4))).isTrue();
    assertThat(smaller.size()).isEqualTo(2);
  }

  @Test
  void shouldRemoveWhatIsHalfMade() throws Exception {
    SnapshotStore store = open(10L * SIZE);
    make(store, 1);
    VmDirectory half = store.prepare(key(2));
    Files.write(half.path().resolve("ram.bin"), new byte[SIZE]);
    Process template = new ProcessBuilder("sleep", "1000").start();
    ProcessIdentity process = ProcessIdentity.of(template.pid()).orElseThrow();
    new VmmNote("qemu-tcg", process, "token", false, null, false, false).write(half);

    assertThat(open(10L * SIZE).size()).isOne();
    assertThat(template.waitFor(10, TimeUnit.SECONDS)).as("its agent died").isTrue();
    assertThat(half.path()).doesNotExist();
  }

  @Test
  void shouldFindOutOnceThatFilesAreNotWhatWasSaved() throws Exception {
    make(open(10L * SIZE), 1);
    SnapshotStore store = open(10L * SIZE);
    Snapshot snapshot = store.use(key(1)).orElseThrow();
    snapshot.verify();
    Files.write(snapshot.memory(), new byte[SIZE + 1]);
    snapshot.verify();

    Snapshot again = open(10L * SIZE).use(key(1)).orElseThrow();
    assertThatThrownBy(again::verify)
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("snapshot-corrupt"));
    store.remove(snapshot);
    assertThat(store.use(key(1))).isEmpty();
    assertThat(snapshot.memory()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ram.bin", "device.state"})
  void shouldNoticeOneWrongByteInEitherFile(String name) throws Exception {
    Snapshot made = make(open(10L * SIZE), 1);
    Path file = made.memory().resolveSibling(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[50] ^= 1;
    Files.write(file, bytes);

    Snapshot snapshot = open(10L * SIZE).use(key(1)).orElseThrow();

    assertThatThrownBy(snapshot::verify)
        .isInstanceOfSatisfying(
            VmmException.class, e -> assertThat(e.code()).isEqualTo("snapshot-corrupt"));
  }

  @Test
  void shouldTellApartAllThatAGuestCanTell() throws Exception {
    Path file = Files.createFile(folder.resolve("image"));
    Serve serve = new Serve(Serve.Protocol.STDIO, 8080, 1, 20, "default/f@1");
    BootSpec spec = spec(file, 96, List.of("a", "b"), Map.of("A", "1"));
    SnapshotKey key = SnapshotKey.of(spec, serve, List.of(file), List.of("7.2"));
    assertThat(SnapshotKey.of(spec.named("x"), serve, List.of(file), List.of("7.2")))
        .as("but for who it is")
        .isEqualTo(key);
    assertThat(
            List.of(
                SnapshotKey.of(spec, serve, List.of(file), List.of("7.3")),
                SnapshotKey.of(
                    spec(file, 97, List.of("a", "b"), Map.of("A", "1")),
                    serve,
                    List.of(file),
                    List.of("7.2")),
                SnapshotKey.of(
                    spec(file, 96, List.of("ab"), Map.of("A", "1")),
                    serve,
                    List.of(file),
                    List.of("7.2")),
                SnapshotKey.of(
                    spec(file, 96, List.of("a", "b"), Map.of("A", "2")),
                    serve,
                    List.of(file),
                    List.of("7.2")),
                SnapshotKey.of(
                    spec,
                    new Serve(Serve.Protocol.STDIO, 8080, 1, 20, "default/f@2"),
                    List.of(file),
                    List.of("7.2"))))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  private static BootSpec spec(
      Path image, int memory, List<String> command, Map<String, String> env) {
    return new BootSpec("vm", image, 500, memory, 64, command, env, "/", null, false, false, null);
  }
}
