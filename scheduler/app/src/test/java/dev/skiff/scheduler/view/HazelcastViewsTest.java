package dev.skiff.scheduler.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.report.HostFacts;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.core.cell.Changes;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import dev.skiff.scheduler.hazelcast.SchedulerMember;
import dev.skiff.scheduler.hazelcast.SkiffHazelcast;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HazelcastViewsTest {
  private static final CellId CELL = new CellId(3);

  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private HazelcastInstance hazelcast;
  private HazelcastViews views;
  private IMap<String, ViewEntry> hosts;

  @BeforeAll
  void join() {
    hazelcast =
        SkiffHazelcast.member(
            HazelcastSettings.alone("t" + ThreadLocalRandom.current().nextLong()),
            new SchedulerMember("s1", Set.of()));
    hosts = hazelcast.getMap(Views.HOSTS);
  }

  @AfterAll
  void leave() {
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
    views.committed(
        11,
        7,
        new Changes(
            Map.of(new HostId("h1"), Optional.empty()), Map.of(), Map.of(), Map.of(), Map.of()),
        true);

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
