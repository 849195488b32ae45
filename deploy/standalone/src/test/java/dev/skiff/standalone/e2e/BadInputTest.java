package dev.skiff.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.standalone.e2e.fixture.Answer;
import dev.skiff.standalone.e2e.fixture.Api;
import dev.skiff.standalone.e2e.fixture.FleetProcess;
import dev.skiff.standalone.e2e.fixture.Manifest;
import dev.skiff.standalone.e2e.fixture.SharedFleet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the API says to what it cannot use.
@ExtendWith(SharedFleet.class)
class BadInputTest {
  private final Api api;

  BadInputTest(FleetProcess fleet) {
    this.api = fleet.api();
  }

  @Test
  void shouldRefuseWhatIsNotJson() {
    shouldBe(api.post("/v1/jobs", "{\"spec\": "), 400, "malformed-json");
  }

  @Test
  void shouldPointAtAFieldThatItDoesNotKnow() {
    Answer answer =
        api.post(
            "/v1/jobs", "{\"spec\":{\"vm\":{\"image\":\"skiff/busybox\",\"memroy\":\"64MiB\"}}}");
    shouldBe(answer, 422, "invalid-manifest");
    assertThat(answer.at("/errors/0/pointer")).as("%s", answer).isEqualTo("#/spec/vm/memroy");
    assertThat(answer.at("/errors/0/detail")).as("%s", answer).contains("memory");
  }

  @ParameterizedTest
  @CsvSource({
    "memory, -5MiB",
    "memory, 900000TiB",
    "memory, lots",
    "cpus, -1",
    "cpus, 1e99",
    "disk, -1MiB"
  })
  void shouldPointAtAnAbsurdQuantity(String field, String value) {
    Answer answer =
        api.post(
            "/v1/jobs",
            "{\"spec\":{\"vm\":{\"image\":\"skiff/busybox\",\"%s\":\"%s\"}}}"
                .formatted(field, value));
    shouldBe(answer, 422, "invalid-manifest");
    assertThat(answer.at("/errors/0/pointer")).as("%s", answer).isEqualTo("#/spec/vm/" + field);
    assertThat(answer.at("/errors/0/detail")).as("%s", answer).contains("expected");
  }

  @Test
  void shouldRefuseABodyOverTheLimit() {
    String endless = "x".repeat(200 * 1024);
    shouldBe(api.post("/v1/jobs", Manifest.script(endless).json()), 413, "body-too-large");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs/j0-nobody00",
    "/v1/vms/j0-nobody00.0",
    "/v1/vms/nobody.0/logs",
    "/v1/hosts/nobody"
  })
  void shouldSayThatAnIdIsUnknown(String path) {
    Answer answer = api.get(path);
    shouldBe(answer, 404, "not-found");
    assertThat(answer.at("/detail")).as("%s", answer).contains("nobody");
  }

  @Test
  void shouldNotGiveANameTwice() {
    String manifest = Manifest.script("sleep 1000").named("only-one").json();
    Answer first = api.post("/v1/jobs?held=true", manifest);
    assertThat(first.status()).as("%s", first).isEqualTo(201);
    Answer second = api.post("/v1/jobs?held=true", manifest);
    shouldBe(second, 409, "name-taken");
    assertThat(second.at("/detail")).as("%s", second).contains("only-one");
    api.discard("only-one");
  }

  @Test
  void shouldAnswerAKeyOnceAndRefuseItsReuse() {
    String manifest = Manifest.script("true").json();
    Answer first = api.post("/v1/jobs?held=true", manifest, "Idempotency-Key", "once");
    Answer again = api.post("/v1/jobs?held=true", manifest, "Idempotency-Key", "once");
    assertThat(first.status()).as("%s", first).isEqualTo(201);
    assertThat(again.status()).as("%s", again).isEqualTo(200);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.at("/metadata/id")).isEqualTo(first.at("/metadata/id"));

    String other = Manifest.script("false").json();
    shouldBe(api.post("/v1/jobs?held=true", other, "Idempotency-Key", "once"), 422, "key-reused");
    api.discard(first.at("/metadata/id"));
  }

  private static void shouldBe(Answer answer, int status, String code) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.at("/code")).as("%s", answer).isEqualTo(code);
    assertThat(answer.at("/type")).isEqualTo("urn:skiff:problem:" + code);
    assertThat(answer.at("/detail")).as("says what to do: %s", answer).isNotBlank();
  }
}
