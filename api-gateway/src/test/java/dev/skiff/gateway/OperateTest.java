package dev.skiff.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.OutcomeCode;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.spec.JobSpec;
import dev.skiff.contracts.state.Drain;
import dev.skiff.contracts.state.Explanation;
import dev.skiff.contracts.state.Host;
import dev.skiff.contracts.state.Job;
import dev.skiff.contracts.state.VmCounts;
import dev.skiff.contracts.state.VmStatus;
import dev.skiff.gateway.fixture.Http.Reply;
import dev.skiff.gateway.fixture.TestFleet;
import dev.skiff.gateway.fixture.TestOwner;
import dev.skiff.gateway.fixture.Things;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Services, hosts, holds and reasons.
class OperateTest {
  private static final String SERVICE =
      "{\"kind\":\"Service\",\"spec\":{\"count\":3,\"vm\":{\"image\":\"b\"}}}";

  @TempDir private static Path folder;
  private static TestFleet fleet;

  private final Job web =
      Things.job(
          "j0-aaaaaaaa", Things.service("web", 2), new VmCounts(1, 0, 1, 0, 0, 0, 0), 1_000_000);

  @BeforeAll
  static void start() throws Exception {
    fleet = TestFleet.start(folder);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void fill() {
    fleet.views().clear();
    fleet.views().put(web, 5);
    fleet
        .views()
        .put(Things.job("j0-bbbbbbbb", Things.spec("batch", 1, Map.of()), web.counts(), 2), 5);
    fleet.views().put(Things.vm("j0-aaaaaaaa.0", VmStatus.RUNNING, "h1"), web, 5);
    fleet.views().put(Things.host("h1", "http://127.0.0.1:1", Map.of()), 5);
    fleet.views().reached(Long.MAX_VALUE);
    fleet.owner().policy(TestOwner::done);
  }

  @Test
  void shouldMakeAServiceThatIsNotThere() throws Exception {
    Reply made = fleet.http().putJson("/v1/services/new", SERVICE, "If-None-Match", "*");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo("/v1/services/new?namespace=default");
    assertThat(made.header("ETag")).startsWith("\"1-0-");
    assertThat(made.at("/kind")).isEqualTo("Service");
    Request.SubmitJob asked = (Request.SubmitJob) fleet.owner().next().request();
    assertThat(asked.spec().isService()).isTrue();
    assertThat(asked.spec().name()).isEqualTo("new");
    assertThat(asked.mayWait()).isTrue();
  }

  @Test
  void shouldChangeAServiceOnlyInTheGenerationThatWasSeen() throws Exception {
    fleet
        .owner()
        .policy((offset, request) -> {
          Request.UpdateJob update = (Request.UpdateJob) request;
          JobSpec spec = update.spec();
          return List.of(
              new CellEvent.JobUpdated(update.job(), 2, spec),
              new CellEvent.Outcome(offset, OutcomeCode.DONE, update.job(), ""));
        });
    String etag = fleet.http().get("/v1/services/web").header("ETag");
    assertThat(etag).isEqualTo("\"1-0-5\"");

    Reply changed = fleet.http().putJson("/v1/services/web", SERVICE, "If-Match", etag);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/status/generation")).isEqualTo("2");
    assertThat(changed.at("/spec/count")).isEqualTo("3");
    assertThat(changed.header("ETag")).startsWith("\"2-0-");
    assertThat(fleet.owner().next().request())
        .isInstanceOfSatisfying(
            Request.UpdateJob.class, update -> assertThat(update.ifGeneration()).isEqualTo(1));
  }

  @Test
  void shouldTellAConflictFromAPreconditionThatFailed() {
    fleet
        .owner()
        .policy((offset, request) ->
            TestOwner.outcome(offset, request, OutcomeCode.CONFLICT, "it is in generation 4"));

    Reply with = fleet.http().putJson("/v1/services/web", SERVICE, "If-Match", "\"3-0-5\"");
    Reply without = fleet.http().putJson("/v1/services/web", SERVICE);

    assertThat(with.status()).isEqualTo(412);
    assertThat(with.at("/detail")).isEqualTo("it is in generation 4");
    assertThat(without.status()).isEqualTo(409);
    assertThat(without.at("/code")).isEqualTo("conflict");
    assertThat(fleet.http().putJson("/v1/services/web", SERVICE, "If-None-Match", "*").status())
        .isEqualTo(412);
    assertThat(fleet.http().putJson("/v1/services/gone", SERVICE, "If-Match", "\"1-0-1\"").status())
        .isEqualTo(412);
    assertThat(fleet.http().putJson("/v1/services/web", SERVICE, "If-Match", "5").status())
        .isEqualTo(400);
  }

  @Test
  void shouldRefuseAServiceThatIsNotInOrder() {
    assertThat(fleet.http().putJson("/v1/services/batch", SERVICE).at("/code"))
        .isEqualTo("name-taken");
    assertThat(
            fleet
                .http()
                .putJson(
                    "/v1/services/web",
                    "{\"kind\":\"Service\",\"metadata\":{\"name\":\"other\"},\"spec\":{\"vm\":{\"image\":\"a\"}}}")
                .at("/errors/0/detail"))
        .isEqualTo("name: \"other\" (expected: \"web\", as the address says)");
    assertThat(
            fleet
                .http()
                .putJson(
                    "/v1/services/web", "{\"kind\":\"Job\",\"spec\":{\"vm\":{\"image\":\"a\"}}}")
                .at("/errors/0/pointer"))
        .isEqualTo("#/kind");
  }

  @Test
  void shouldListShowAndEndServicesAlone() throws Exception {
    Reply list = fleet.http().get("/v1/services");
    assertThat(list.json().at("/items").findValuesAsText("name")).containsExactly("web");
    assertThat(fleet.http().get("/v1/services/batch").status()).isEqualTo(404);
    assertThat(fleet.http().delete("/v1/services/web", "If-Match", "\"2-0-9\"").status())
        .isEqualTo(412);
    assertThat(fleet.http().delete("/v1/services/web").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.CancelJob.class);
  }

  @Test
  void shouldFindVmsOfAServiceBeyondItsCount() {
    Job scaled =
        Things.job(
            "j0-aaaaaaaa", Things.service("web", 1), new VmCounts(0, 0, 2, 0, 0, 0, 0), 1_000_000);
    fleet.views().put(scaled, 6);
    fleet.views().put(Things.vm("j0-aaaaaaaa.700", VmStatus.RUNNING, "h1"), scaled, 6);

    assertThat(fleet.http().get("/v1/vms?job=web").json().at("/items").findValuesAsText("id"))
        .containsExactly("j0-aaaaaaaa.0", "j0-aaaaaaaa.700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "suspend"})
  void shouldHoldAVmAndLetItGoOn(String action) throws Exception {
    assertThat(fleet.http().post("/v1/vms/web.0/" + action).status()).isEqualTo(202);
    assertThat(fleet.owner().next().request().getClass().getSimpleName())
        .isEqualToIgnoringCase(action + "Vm");
  }

  @Test
  void shouldCordonDrainAndRemoveAHostInItsCell() throws Exception {
    HostId h1 = new HostId("h1");
    assertThat(fleet.http().post("/v1/hosts/h1/cordon").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request())
        .isInstanceOfSatisfying(Request.CordonHost.class, r -> assertThat(r.host()).isEqualTo(h1));
    assertThat(fleet.http().post("/v1/hosts/h1/uncordon").status()).isEqualTo(202);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.UncordonHost.class);
    assertThat(fleet.http().post("/v1/hosts/h1/drain?deadline=2m&force=true").status())
        .isEqualTo(202);
    assertThat(fleet.owner().next().request())
        .isInstanceOfSatisfying(
            Request.DrainHost.class,
            drain -> {
              assertThat(drain.deadlineSeconds()).isEqualTo(120);
              assertThat(drain.force()).isTrue();
              assertThat(drain.dryRun()).isFalse();
            });
    assertThat(fleet.http().delete("/v1/hosts/h1").status()).isEqualTo(204);
    assertThat(fleet.owner().next().request()).isInstanceOf(Request.RemoveHost.class);
    assertThat(fleet.http().post("/v1/hosts/h9/cordon").status()).isEqualTo(404);
  }

  @Test
  void shouldForceADrainWithoutADeadlineAtOnce() throws Exception {
    fleet.http().post("/v1/hosts/h1/drain");
    Request.DrainHost gentle = (Request.DrainHost) fleet.owner().next().request();
    fleet.http().post("/v1/hosts/h1/drain?force=true");
    Request.DrainHost forced = (Request.DrainHost) fleet.owner().next().request();

    assertThat(gentle.deadlineSeconds()).isNull();
    assertThat(forced.deadlineSeconds()).isZero();
  }

  @Test
  void shouldShowWhatADrainWouldMove() {
    fleet.owner().policy((offset, request) -> Plans.planned(offset, request, 2, 1));

    Reply plan = fleet.http().post("/v1/hosts/h1/drain?dryRun=true");

    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.at("/kind")).isEqualTo("Plan");
    assertThat(plan.at("/status/groups/0/host")).isEqualTo("h1");
    assertThat(plan.at("/status/waiting/blockers/0/reason")).isEqualTo("lack memory");
    assertThat(plan.at("/status/waiting/remedy")).isEqualTo("end j0-aaaaaaaa on h2", 1);
  }

  @Test
  void shouldShowHowFarADrainIs() {
    Host host = Things.host("h1", "http://127.0.0.1:1", Map.of());
    fleet.views().put(host.kept(true, new Drain(1_000_000, 9_000_000, true, 4), 1), 7);

    Reply reply = fleet.http().get("/v1/hosts/h1");

    assertThat(reply.at("/status/state")).isEqualTo("DRAINING");
    assertThat(reply.at("/status/cordoned")).isEqualTo("true");
    assertThat(reply.at("/status/drain/vms")).isEqualTo("4");
    assertThat(reply.at("/status/drain/left")).isEqualTo("1");
    assertThat(reply.at("/status/drain/deadline")).isEqualTo("1970-01-01T00:00:09.000000Z");
    assertThat(reply.at("/status/images/0")).isEqualTo("skiff/busybox:latest");
  }

  @Test
  void shouldSayWhyAVmWaitsAndWhatAJobFailedOf() {
    Explanation why =
        new Explanation(
            5,
            List.of(
                new Explanation.Blocker("lack memory", 3, 4),
                new Explanation.Blocker("are cordoned", 2, 2)),
            false,
            "uncordon h2",
            1);
    Job waiting = web.waitingFor(why, 9);
    fleet.views().put(waiting, 8);
    fleet.views().put(Things.vm("j0-aaaaaaaa.1", VmStatus.PENDING, null), waiting, 8);

    Reply vm = fleet.http().get("/v1/vms/web.1/why");
    Reply job = fleet.http().get("/v1/jobs/web/why");

    assertThat(vm.at("/about/id")).isEqualTo(VmId.parse("j0-aaaaaaaa.1").toString());
    assertThat(vm.at("/status/state")).isEqualTo("PENDING");
    assertThat(vm.at("/status/waiting/reason"))
        .isEqualTo("no room now on 5 hosts: 3 lack memory, 2 are cordoned");
    assertThat(vm.at("/status/waiting/blockers/0/any")).isEqualTo("4");
    assertThat(vm.at("/status/waiting/remedy")).isEqualTo("uncordon h2", 1);
    assertThat(job.at("/about/kind")).isEqualTo("Service");
    assertThat(job.at("/status/vms/pending")).isEqualTo("1");
    assertThat(fleet.http().get("/v1/jobs/web").at("/status/explanation/hosts")).isEqualTo("5");
  }
}
