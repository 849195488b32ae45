package dev.skiff.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.FullHttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventRequestTest {
  private static FullHttpRequest of(String event) {
    return EventRequest.of(event.getBytes(StandardCharsets.UTF_8), 8080);
  }

  private static FullHttpRequest event(String more) {
    return of(
        "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"/a\",\"type\":\"t\"," + more + "}");
  }

  private static String body(FullHttpRequest request) {
    return request.content().toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldPutAttributesIntoHeadersAndDataIntoTheBody() {
    FullHttpRequest request =
        of(
            """
            {"specversion":"1.0","id":"7","source":"/a","type":"t","subject":"Größe \\"x\\"",
             "data":{"n":1}}\
            """);
    assertThat(request.uri()).isEqualTo("/");
    assertThat(request.headers().get("ce-id")).isEqualTo("7");
    assertThat(request.headers().get("ce-specversion")).isEqualTo("1.0");
    assertThat(request.headers().get("ce-subject")).isEqualTo("Gr%C3%B6%C3%9Fe %22x%22");
    assertThat(request.headers().get("content-type")).isEqualTo("application/json");
    assertThat(request.headers().contains("ce-data")).isFalse();
    assertThat(body(request)).isEqualTo("{\"n\":1}");
  }

  @Test
  void shouldTellTextFromJsonAndBytes() {
    assertThat(body(event("\"datacontenttype\":\"text/plain\",\"data\":\"hi\""))).isEqualTo("hi");
    assertThat(body(event("\"data\":\"hi\""))).isEqualTo("\"hi\"");
    assertThat(body(event("\"datacontenttype\":\"image/png\",\"data_base64\":\"aGk=\"")))
        .isEqualTo("hi");
    assertThat(body(event("\"subject\":\"s\""))).isEmpty();
    assertThatThrownBy(() -> of("[1]")).hasMessageContaining("is no JSON object");
    assertThatThrownBy(() -> of("{\"id\":\"1\"}")).hasMessageContaining("missing");
    assertThatThrownBy(() -> of("{")).isInstanceOf(IllegalArgumentException.class);
  }
}
