package dev.skiff.scheduler.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import dev.skiff.contracts.CellId;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HazelcastMembersTest {
  private static final CellId CELL = new CellId(0);

  @Test
  void shouldPreferExactlyOneOfTheLivingForEachCell() throws Exception {
    String cluster = "t" + ThreadLocalRandom.current().nextLong();
    List<Integer> ports = List.of(freePort(), freePort());
    HazelcastInstance first = start(cluster, ports, 0);
    AtomicInteger changes = new AtomicInteger();
    try (HazelcastMembers one = new HazelcastMembers(first, "s0", changes::incrementAndGet)) {
      assertThat(one.of(CELL).preferred()).isTrue();
      assertThat(one.of(CELL).alive("s1")).isFalse();

      HazelcastInstance second = start(cluster, ports, 1);
      try (HazelcastMembers two = new HazelcastMembers(second, "s1", () -> {})) {
        await().until(() -> one.of(CELL).alive("s1") && two.of(CELL).alive("s0"));
        for (int i = 0; i < 50; i++) {
          CellId cell = new CellId(i);
          assertThat(one.of(cell).preferred()).isNotEqualTo(two.of(cell).preferred());
        }
        // It may own all cells but this.
        assertThat(two.of(CELL).preferred()).isFalse();
      }
      int before = changes.get();
      second.getLifecycleService().terminate();
      await().until(() -> !one.of(CELL).alive("s1"));
      assertThat(changes).hasValueGreaterThan(before);
    } finally {
      first.shutdown();
    }
  }

  private static HazelcastInstance start(String cluster, List<Integer> ports, int index) {
    List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    Set<CellId> cells = index == 0 ? Set.of() : allBut(CELL);
    return SkiffHazelcast.member(
        new HazelcastSettings(cluster, "127.0.0.1", ports.get(index), addresses, true),
        new SchedulerMember("s" + index, cells));
  }

  private static Set<CellId> allBut(CellId not) {
    return IntStream.range(0, 50)
        .mapToObj(CellId::new)
        .filter(cell -> !cell.equals(not))
        .collect(Collectors.toSet());
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
