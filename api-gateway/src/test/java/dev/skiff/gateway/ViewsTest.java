package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.state.Cell;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.contracts.view.Views;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.Things;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {
  private static final VmCounts FIVE_RUNNING = new VmCounts(0, 0, 5, 0, 0, 0, 0);
  @TempDir private static Path folder;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  /// Jobs a to c, oldest first; b has five VMs on two hosts.
  @BeforeEach
  void fill() {
    fleet.views().clear();
    Job a = Things.job("j0-aaaaaaaa", 1_000_000);
    Job b =
        Things.job(
            "j0-bbbbbbbb", Things.spec("web", 5, Map.of("team", "media")), FIVE_RUNNING, 2_000_000);
    Job c =
        Things.job(
            "j0-cccccccc",
            Things.spec("old", 1, Map.of("team", "ops")),
            new VmCounts(0, 0, 0, 0, 0, 0, 1),
            3_000_000);
    fleet.views().put(a, 10);
    fleet.views().put(b, 11);
    fleet.views().put(c, 12);
    fleet.views().put(Things.vm("j0-aaaaaaaa.0", VmStatus.RUNNING, "h1"), a, 10);
    for (int i = 0; i < 5; i++) {
      fleet
          .views()
          .put(Things.vm("j0-bbbbbbbb." + i, VmStatus.RUNNING, i < 3 ? "h1" : "h2"), b, 11);
    }
    fleet
        .views()
        .put(
            Things.vm(
                "j0-cccccccc.0",
                VmStatus.FAILED,
                "h2",
                "its image is not there",
                ExitStatus.failed("image-not-found", "pull it", 5_000_000)),
            c,
            12);
    fleet.views().put(Things.host("h1", "http://127.0.0.1:1", Map.of("zone", "a")), 9);
    fleet.views().put(Things.host("h2", "http://127.0.0.1:1", Map.of("zone", "b")), 9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/jobs | j0-cccccccc j0-bbbbbbbb j0-aaaaaaaa
          /v1/jobs?selector=team | j0-cccccccc j0-bbbbbbbb
          /v1/jobs?selector=team!=ops | j0-bbbbbbbb j0-aaaaaaaa
          /v1/jobs?state=active | j0-bbbbbbbb j0-aaaaaaaa
          /v1/jobs?state=failed,SUCCEEDED | j0-cccccccc
          /v1/jobs?name=web | j0-bbbbbbbb
          /v1/jobs?prefix=j0-a | j0-aaaaaaaa
          /v1/jobs?prefix=we | j0-bbbbbbbb
          /v1/jobs?prefix=%25 | ''
          /v1/jobs?namespace=other | ''
          /v1/vms?job=web | j0-bbbbbbbb.0 j0-bbbbbbbb.1 j0-bbbbbbbb.2 j0-bbbbbbbb.3 j0-bbbbbbbb.4
          /v1/vms?host=h2 | j0-cccccccc.0 j0-bbbbbbbb.3 j0-bbbbbbbb.4
          /v1/vms?host=h2&state=running | j0-bbbbbbbb.3 j0-bbbbbbbb.4
          /v1/vms?state=finished | j0-cccccccc.0
          /v1/vms?name=web.3 | j0-bbbbbbbb.3
          /v1/vms?prefix=web.4 | j0-bbbbbbbb.4
          /v1/vms?prefix=j0-aaaa | j0-aaaaaaaa.0
          /v1/vms?selector=team=ops | j0-cccccccc.0
          /v1/hosts | h1 h2
          /v1/hosts?selector=zone+in+(b) | h2
          /v1/hosts?prefix=h1 | h1
          /v1/hosts?state=lost | ''
          """)
  void shouldFilterLists(String path, String ids) {
    assertThat(String.join(" ", ids(fleet.http().get(path).json()))).isEqualTo(ids);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs?limit=2,3",
    "/v1/vms?limit=2,7",
    "/v1/vms?state=running&limit=4,6",
    "/v1/hosts?limit=1,2"
  })
  void shouldPageThroughListsWithoutGapsOrRepeats(String path, int expected) {
    List<String> seen = new ArrayList<>();
    String next = path;
    while (!next.isEmpty()) {
      Reply page = fleet.http().get(next);
      seen.addAll(ids(page.json()));
      String link = page.header("Link");
      assertThat(link.isEmpty()).isEqualTo(page.at("/next").isEmpty());
      next = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
    }

    assertThat(seen).hasSize(expected).doesNotHaveDuplicates();
  }

  @Test
  void shouldNotRepeatOrHideJobsWhenANewOneComesBetweenPages() {
    Reply first = fleet.http().get("/v1/jobs?limit=1");
    fleet.views().put(Things.job("j0-dddddddd", 4_000_000), 13);

    Reply second = fleet.http().get("/v1/jobs?limit=5&next=" + first.at("/next"));

    assertThat(ids(first.json())).containsExactly("j0-cccccccc");
    assertThat(ids(second.json())).containsExactly("j0-bbbbbbbb", "j0-aaaaaaaa");
  }

  @Test
  void shouldShowAVmWithItsReceiptAndExit() {
    Reply vm = fleet.http().get("/v1/vms/old.0");

    assertThat(vm.status()).isEqualTo(200);
    assertThat(vm.header("ETag")).isEqualTo("\"0-12\"");
    assertThat(vm.at("/metadata/id")).isEqualTo("j0-cccccccc.0");
    assertThat(vm.at("/metadata/name")).isEqualTo("old.0");
    assertThat(vm.at("/spec/image")).isEqualTo("skiff/busybox");
    assertThat(vm.at("/status/exit/failure")).isEqualTo("image-not-found");
    assertThat(vm.json().at("/status/exit").has("code")).isFalse();
    assertThat(vm.at("/status/timings/submitted")).isEqualTo("1970-01-01T00:00:01.000000Z");
    assertThat(vm.at("/status/receipt/accepted")).isEqualTo("2.5");
    assertThat(vm.at("/status/receipt/placed")).isEqualTo("0.5");
    assertThat(vm.json().at("/status/receipt").has("agent")).isFalse();
  }

  @Test
  void shouldAnswerNotModifiedToWhoeverHasTheVersion() {
    assertThat(fleet.http().get("/v1/jobs/web", "If-None-Match", "\"0-11\"").status())
        .isEqualTo(304);
    assertThat(fleet.http().get("/v1/jobs/web", "If-None-Match", "\"0-10\"").status())
        .isEqualTo(200);
  }

  @Test
  void shouldNotShowTombstones() {
    fleet.views().remove(Views.JOBS, "j0-aaaaaaaa", 20);
    fleet.views().remove(Views.VMS, "j0-bbbbbbbb.1", 20);

    assertThat(fleet.http().get("/v1/jobs/j0-aaaaaaaa").status()).isEqualTo(404);
    assertThat(fleet.http().get("/v1/vms/j0-bbbbbbbb.1").status()).isEqualTo(404);
    assertThat(ids(fleet.http().get("/v1/vms?job=web").json())).doesNotContain("j0-bbbbbbbb.1");
  }

  @Test
  void shouldShowHostsCellsAndTheFleet() {
    Resources promisable = new Resources(32_000, 32_768, 131_072, 200);
    fleet
        .views()
        .put(
            new Cell(
                new CellId(0),
                "s1",
                4,
                12,
                2,
                promisable,
                new Resources(3000, 768, 1536, 6),
                new Resources(16_000, 16_384, 65_536, 100),
                new Resources(15_000, 16_000, 65_000, 99),
                1,
                7,
                false,
                1_000_000),
            12);

    Reply host = fleet.http().get("/v1/hosts/h1");
    assertThat(host.at("/status/promisable/cpus")).isEqualTo("16");
    assertThat(host.at("/status/free/memory")).isEqualTo("16256MiB");
    assertThat(fleet.http().get("/v1/cells").at("/items/0/status/owner")).isEqualTo("s1");
    Reply summary = fleet.http().get("/v1/fleet");
    assertThat(summary.at("/status/hosts/ready")).isEqualTo("2");
    assertThat(summary.at("/status/vms/running")).isEqualTo("6");
    assertThat(summary.at("/status/vms/pending")).isEqualTo("1");
    assertThat(summary.at("/status/jobs/active")).isEqualTo("2");
    assertThat(summary.at("/status/free/cpus")).isEqualTo("29");
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.path("items").forEach(item -> ids.add(item.at("/metadata/id").asText()));
    return ids;
  }
}
