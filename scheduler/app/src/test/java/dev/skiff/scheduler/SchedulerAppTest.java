package dev.skiff.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.state.Vm;
import dev.skiff.contracts.view.ViewEntry;
import dev.skiff.contracts.view.Views;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchedulerAppTest {
  private KafkaSettings settings;
  private SchedulerApp app;
  private TinyAgent agent;
  private CellWatcher watcher;

  @BeforeAll
  void start() throws Exception {
    settings = KafkaFixture.freshFleet(1);
    app = new Fleet(settings, 1).start(0);
    agent = new TinyAgent(settings, Fleet.CELL, "h1", 1);
    watcher = new CellWatcher(settings, Fleet.CELL);
  }

  @AfterAll
  void stop() {
    watcher.close();
    agent.close();
    app.close();
  }

  @Test
  void shouldTakeAJobFromRequestToRunningInTheViews() {
    JobId job = JobId.random(Fleet.CELL, RandomGenerator.getDefault());
    long request = watcher.request(CellWatcher.job(job, 3));

    CellEvent.Outcome outcome = watcher.awaitOutcome(request);
    assertThat(outcome.code()).isEqualTo(OutcomeCode.DONE);
    SeenViews views = new SeenViews(app.hazelcast());
    await()
        .untilAsserted(() -> {
          for (int i = 0; i < 3; i++) {
            ViewEntry entry = views.vm(job, i);
            assertThat(entry.status()).isEqualTo("RUNNING");
            assertThat(entry.host()).isEqualTo("h1");
            assertThat(entry.namespace()).isEqualTo("default");
            assertThat(entry.logOffset()).isGreaterThan(watcher.outcomeOffset(request));
          }
          assertThat(views.job(job).counts().running()).isEqualTo(3);
        });
    ViewEntry first = views.vm(job, 0);
    assertThat(Codecs.entityFromJson(first.json(), Vm.class).id()).isEqualTo(new VmId(job, 0));
    assertThat(views.offset()).isGreaterThanOrEqualTo(first.logOffset());
    assertThat(agent.starts()).containsKey(job + ".0/1").doesNotContainKey(job + ".0/2");
  }

  @Test
  void shouldLeaveATombstoneOfWhatIsRemoved() {
    JobId job = watcher.submit(1);
    await().until(() -> agent.running().containsKey(new VmId(job, 0)));

    watcher.request(new Request.RemoveVm(new VmId(job, 0), true, Long.MAX_VALUE));

    IMap<String, ViewEntry> vms = app.hazelcast().getMap(Views.VMS);
    await()
        .until(() -> {
          ViewEntry entry = vms.get(job + ".0");
          return entry != null && entry.removed();
        });
    assertThat(vms.getEntryView(job + ".0").getTtl()).isEqualTo(60_000);
    assertThat(watcher.events()).contains(new CellEvent.VmRemoved(new VmId(job, 0)));
  }

  @Test
  void shouldAnswerTheOperator() throws Exception {
    await().until(() -> get("/readyz").statusCode() == 200);
    await().until(() -> get("/cells").body().contains("\"role\":\"owning\""));

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/cells").body()).contains("\"scheduler\":\"s0\"", "\"owner\":\"s0\"");
    assertThat(get("/metrics").body())
        .contains(
            "skiff_cell_owned{cell=\"0\"} 1",
            "skiff_transitions_total",
            "skiff_append_seconds",
            "skiff_log_lag",
            "skiff_view_lag",
            "skiff_vms_pending",
            "skiff_orders_written_total");
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.adminPort() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
