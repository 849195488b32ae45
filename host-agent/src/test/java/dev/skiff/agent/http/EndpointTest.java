package dev.skiff.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EndpointTest {
  private static final String TOKEN = "0123456789abcdef0123";

  @TempDir Path folder;

  @Test
  void shouldShowItsVms() throws Exception {
    try (HttpFixture http = new HttpFixture(folder, null)) {
      http.host.boot("j0-aaaa.0", "exit", "3").exit().get();
      JsonObject shown = new JsonObject(http.get("/v1/vms").body());
      assertThat(shown.getString("host")).isEqualTo("h1");
      JsonObject vm = shown.getJsonArray("vms").getJsonObject(0);
      assertThat(vm.getString("vm")).isEqualTo("j0-aaaa.0");
      assertThat(vm.getString("status")).isEqualTo("ended");
      assertThat(vm.getJsonObject("exit").getInteger("code")).isEqualTo(3);
    }
  }

  @Test
  void shouldAskForItsTokenEverywhereButForHealth() throws Exception {
    try (HttpFixture http = new HttpFixture(folder, TOKEN)) {
      assertThat(http.get("/healthz").statusCode()).isEqualTo(200);
      for (String path :
          new String[] {"/v1/vms", "/metrics", "/v1/images", "/v1/vms/j0-aaaa.0/exec", "/x"}) {
        assertThat(http.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(http.get(path, "authorization", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(http.get(path, "authorization", TOKEN).statusCode()).isEqualTo(401);
      }
      assertThat(http.get("/v1/vms", "authorization", "Bearer " + TOKEN).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void shouldSayWhenTheHostIsNotWell() throws Exception {
    try (HttpFixture http = new HttpFixture(folder, null)) {
      assertThat(new JsonObject(http.get("/healthz").body()).getString("status")).isEqualTo("up");
      http.host.problem = Optional.of("no heartbeat was delivered");
      HttpResponse<String> down = http.get("/healthz");
      assertThat(down.statusCode()).isEqualTo(503);
      assertThat(new JsonObject(down.body()).getString("reason"))
          .isEqualTo("no heartbeat was delivered");
      assertThat(http.get("/metrics").body()).contains("skiff_agent_vms");
    }
  }

  @Test
  void shouldRefuseWhatIsNoImageAndWhatIsNotThere() throws Exception {
    try (HttpFixture http = new HttpFixture(folder, null)) {
      assertThat(new JsonObject(http.get("/v1/images").body()).getJsonArray("images")).isEmpty();
      byte[] junk = "this is no archive".repeat(1_000).getBytes(StandardCharsets.UTF_8);
      HttpResponse<String> refused = http.send("POST", "/v1/images/import?name=a/b", junk);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
      assertThat(http.send("POST", "/v1/images/import?name=A%20B", junk).statusCode())
          .isEqualTo(400);
      assertThat(http.send("DELETE", "/v1/images/skiff%2Fnone:1", new byte[0]).statusCode())
          .isEqualTo(404);
      assertThat(http.send("DELETE", "/v1/images/skiff/none:1", new byte[0]).statusCode())
          .isEqualTo(404);
      assertThat(http.send("POST", "/v1/images/pull", "{}".getBytes(StandardCharsets.UTF_8)))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(400);
      byte[] local = "{\"ref\":\"skiff/none\"}".getBytes(StandardCharsets.UTF_8);
      HttpResponse<String> pull = http.send("POST", "/v1/images/pull", local);
      assertThat(pull.statusCode()).isEqualTo(200);
      assertThat(new JsonObject(pull.body().strip()).getJsonObject("error").getString("code"))
          .isEqualTo("image-not-found");
      assertThat(http.send("PUT", "/v1/images", new byte[0]).statusCode()).isEqualTo(405);
    }
  }
}
