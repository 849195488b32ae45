package dev.skiff.scheduler.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.spec.Quota;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Namespace;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.cell.Changes;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import dev.skiff.scheduler.hazelcast.SchedulerMember;
import dev.skiff.scheduler.hazelcast.SkiffHazelcast;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// With two members, so that what is written crosses from one to the other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HazelcastViewsTest {
  private static final CellId CELL = new CellId(3);

  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private HazelcastInstance hazelcast;
  private HazelcastInstance other;
  private HazelcastViews views;
  private IMap<String, ViewEntry> hosts;

  @BeforeAll
  void join() throws Exception {
    String cluster = "t" + ThreadLocalRandom.current().nextLong();
    List<Integer> ports = List.of(freePort(), freePort());
    hazelcast = member(cluster, ports, 0);
    other = member(cluster, ports, 1);
    await().until(() -> hazelcast.getCluster().getMembers().size() == 2);
    hosts = hazelcast.getMap(Views.HOSTS);
  }

  @AfterAll
  void leave() {
    other.shutdown();
    hazelcast.shutdown();
  }

  @BeforeEach
  void open() {
    hosts.clear();
    hazelcast.getMap(Views.OFFSETS).clear();
    views = open(batches);
  }

  @AfterEach
  void close() {
    views.close();
  }

  @Test
  void shouldWriteNothingBeforeItOwnsTheCell() {
    views.committed(5, 1, changes(host("h1", 1)), true);
    own(views, 10, changes(host("h2", 1)));

    await().until(() -> offset() == 9);
    assertThat(hosts.keySet()).containsExactly("h2");
  }

  @Test
  void shouldStampEntriesWithTheOffsetTheyReflect() {
    own(views, 10, changes(host("h1", 1)));
    views.committed(12, 2, changes(host("h1", 2)), true);

    await().until(() -> offset() == 12);
    ViewEntry entry = hosts.get("h1");
    assertThat(entry)
        .isNotNull()
        .extracting(ViewEntry::logOffset, ViewEntry::cell, ViewEntry::status, ViewEntry::changed)
        .containsExactly(12L, 3, "READY", 2L);
  }

  @Test
  void shouldShareBatchesAmongChangesThatFollowClosely() {
    own(views, 10, changes(host("h1", 1)));
    await().until(() -> offset() == 9);
    batches.clear();

    for (int i = 0; i < 5_000; i++) {
      views.committed(10 + i, i, changes(host("h1", i)), true);
    }

    await().until(() -> offset() == 5_009);
    assertThat(batches).hasSizeLessThan(100);
  }

  @Test
  void shouldBuryWhatIsGone() {
    own(views, 10, changes(host("h1", 1)));
    views.committed(11, 7, gone("h1"), true);

    await().until(() -> offset() == 11);
    assertThat(hosts.get("h1")).isNotNull().matches(ViewEntry::removed);
    assertThat(hosts.getEntryView("h1").getTtl()).isEqualTo(60_000);
  }

  @Test
  void shouldDropWhatTheViewsHoldBesidesTheCell() {
    own(views, 10, changes(host("stale", 1), host("h1", 1)));
    await().until(() -> offset() == 9);
    hosts.set("elsewhere", entry(4, 5));

    own(views, 20, changes(host("h1", 2)));

    await().until(() -> offset() == 19);
    await().untilAsserted(() -> assertThat(hosts.get("stale")).matches(ViewEntry::removed));
    assertThat(hosts.get("elsewhere")).matches(other -> !other.removed());
  }

  @Test
  void shouldNotLetAFormerOwnerOverwriteWhatIsNewer() {
    own(views, 10, changes(host("h1", 1)));
    await().until(() -> offset() == 9);
    HazelcastViews next = open(new CopyOnWriteArrayList<>());
    own(next, 100, changes(host("h1", 50)));
    await().until(() -> offset() == 99);

    // It has not noticed yet, and writes on.
    views.committed(11, 2, changes(host("h1", 2), host("h2", 2)), true);

    await().until(() -> hosts.containsKey("h2"));
    assertThat(hosts.get("h1")).isNotNull().extracting(ViewEntry::logOffset).isEqualTo(99L);
    assertThat(offset()).isEqualTo(99);
    next.close();
  }

  @Test
  void shouldNotLetAFormerOwnerBuryWhatIsNewer() {
    own(views, 10, changes(host("h1", 1), host("h2", 1)));
    await().until(() -> offset() == 9);
    HazelcastViews next = open(new CopyOnWriteArrayList<>());
    own(next, 100, changes(host("h1", 50)));
    await().until(() -> offset() == 99);

    batches.clear();
    views.committed(11, 2, gone("h1", "h3"), true);

    await().until(() -> batches.contains(2));
    assertThat(hosts.get("h3")).isNotNull().matches(ViewEntry::removed);
    assertThat(hosts.get("h1")).isNotNull().matches(entry -> !entry.removed());
    assertThat(hosts.getEntryView("h1").getTtl()).as("and it stays").isEqualTo(Long.MAX_VALUE);
    next.close();
  }

  @Test
  void shouldBuryManyAtOnce() {
    Host[] many = IntStream.range(0, 500).mapToObj(i -> host("h" + i, 1)).toArray(Host[]::new);
    own(views, 10, changes(many));
    await().until(() -> offset() == 9);

    views.committed(
        11, 7, gone(Arrays.stream(many).map(h -> h.id().value()).toArray(String[]::new)), true);

    await().until(() -> offset() == 11);
    assertThat(hosts.values()).hasSize(500).allMatch(ViewEntry::removed);
  }

  @Test
  void shouldVouchForNothingBeforeTheLastSliceOfARestatement() {
    hosts.set("stale", entry(CELL.value(), 5));

    views.owning(position(10));
    views.restated(9, changes(host("h1", 1)), false);
    await().until(() -> hosts.containsKey("h1"));
    views.cell(cell(9));
    await().until(() -> hazelcast.getMap(Views.CELLS).containsKey(CELL.toString()));
    assertThat(offset()).isEqualTo(-1);
    assertThat(hosts.get("stale")).isNotNull().matches(entry -> !entry.removed());

    views.restated(9, changes(host("h2", 1)), true);
    await().until(() -> offset() == 9);
    await().untilAsserted(() -> assertThat(hosts.get("stale")).matches(ViewEntry::removed));
    assertThat(hosts.keySet()).contains("h1", "h2");
  }

  @Test
  void shouldKeepTheSharesOfANamespaceInDifferentCellsApart() {
    Quota quota = new Quota(new Resources(1_000, 1_024, 0, 10), null);
    CellState state = tracked();
    state.apply(new CellEvent.QuotaSet("team", quota), 5);
    own(views, 10, state.drainChanges());

    await().until(() -> offset() == 9);
    ViewEntry entry = entryOf(Views.NAMESPACES, "3/team");
    assertThat(entry.namespace()).isEqualTo("team");
    assertThat(Codecs.entityFromJson(entry.json(), Namespace.class).quota()).isEqualTo(quota);
  }

  @Test
  void shouldSayInAWaitingVmWhyItWaits() {
    CellState state = tracked();
    JobSpec spec = JobSpec.of(1, vm());
    JobId job = new JobId("j3-abcd");
    state.apply(new CellEvent.JobAdmitted(job, 1, spec, false, null, 1), 1);
    own(views, 10, state.drainChanges());

    await().until(() -> offset() == 9);
    ViewEntry entry = entryOf(Views.VMS, "j3-abcd.0");
    assertThat(Codecs.entityFromJson(entry.json(), Vm.class).reason())
        .isEqualTo("is about to be placed");
  }

  @Test
  void shouldWriteEverythingAnewWhenTheViewsLostTheirContent() {
    Map<HostId, Optional<Host>> many = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      Host host = host("h" + i, 1);
      many.put(host.id(), Optional.of(host));
    }
    own(views, 10, new Changes(many, Map.of(), Map.of(), Map.of(), Map.of()));
    await().until(() -> offset() == 9);
    assertThat(hosts.size()).isEqualTo(5_000);

    hosts.clear();
    hazelcast.getMap(Views.OFFSETS).clear();
    views.cell(cell(9));

    await().until(() -> offset() == 9 && hosts.size() == 5_000);
  }

  @Test
  void shouldFindEntriesByAttributesOfWhichSomeAreNull() {
    own(views, 10, changes(host("h1", 1)));
    await().until(() -> offset() == 9);

    assertThat(hosts.values(Predicates.equal("status", "READY"))).hasSize(1);
    assertThat(hosts.values(Predicates.equal("namespace", "default"))).isEmpty();
  }

  private HazelcastViews open(List<Integer> written) {
    return new HazelcastViews(
        hazelcast,
        CELL,
        new ViewWriter.Observer() {
          @Override
          public void viewsWritten(int entries, long offset, long nanos) {
            written.add(entries);
          }

          @Override
          public void viewsFailed() {}
        });
  }

  private static HazelcastInstance member(String cluster, List<Integer> ports, int index) {
    List<String> addresses = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    return SkiffHazelcast.member(
        new HazelcastSettings(cluster, "127.0.0.1", ports.get(index), addresses, true),
        new SchedulerMember("s" + index, Set.of()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ViewEntry entryOf(String view, String key) {
    return Objects.requireNonNull(hazelcast.<String, ViewEntry>getMap(view).get(key), key);
  }

  private static CellState tracked() {
    CellState state = new CellState(CELL);
    state.trackChanges(true);
    return state;
  }

  private static VmSpec vm() {
    return new VmSpec(
        "app:1", List.of(), Map.of(), null, null, false, false, new Resources(100, 128, 0, 1));
  }

  private static Changes gone(String... ids) {
    Map<HostId, Optional<Host>> byId = new HashMap<>();
    for (String id : ids) {
      byId.put(new HostId(id), Optional.empty());
    }
    return new Changes(byId, Map.of(), Map.of(), Map.of(), Map.of());
  }

  private long offset() {
    Long offset = hazelcast.<String, Long>getMap(Views.OFFSETS).get(CELL.toString());
    return offset == null ? -1 : offset;
  }

  private static void own(HazelcastViews views, long next, Changes all) {
    views.owning(position(next));
    views.restated(next - 1, all, true);
  }

  private static Changes changes(Host... hosts) {
    Map<HostId, Optional<Host>> byId = new HashMap<>();
    for (Host host : hosts) {
      byId.put(host.id(), Optional.of(host));
    }
    return new Changes(byId, Map.of(), Map.of(), Map.of(), Map.of());
  }

  private static Host host(String id, long changed) {
    HostFacts facts =
        new HostFacts(
            "http://127.0.0.1:1",
            Map.of(),
            new Resources(1_000, 1_024, 0, 10),
            100,
            "simulated",
            "a test",
            List.of(),
            "test");
    return Host.joined(new HostId(id), 1, "j", facts, changed);
  }

  private static LogPosition position(long next) {
    return new LogPosition(next, next - 1, "n", "s1", 0, 0, 0, 1);
  }

  private static ViewEntry entry(int cell, long offset) {
    return new ViewEntry(cell, offset, false, "READY", null, null, null, null, 1, "{}");
  }

  private static Cell cell(long offset) {
    Resources none = Resources.NONE;
    return new Cell(CELL, "s1", 9, offset, 1, none, none, none, none, 0, 0, false, offset);
  }
}
