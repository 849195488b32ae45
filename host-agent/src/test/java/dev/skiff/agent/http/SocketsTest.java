package dev.skiff.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.MicroVm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketsTest {
  private static final String VM = "j0-aaaa.0";
  private static final String SIMULATED = "2:skiff: this VM is simulated: nothing is executed\n";

  private static final byte[] FIRST_MESSAGE = frame("{\"command\":[\"exit\",\"5\"]}");

  @TempDir Path folder;
  private HttpFixture http;

  @BeforeEach
  void open() throws Exception {
    http = new HttpFixture(folder, null);
  }

  @AfterEach
  void close() throws Exception {
    http.close();
  }

  private TestSocket exec() throws Exception {
    return TestSocket.open(http.client, http.socketUri("/v1/vms/" + VM + "/exec"));
  }

  @Test
  void shouldExecuteAndTellTheExitCode() throws Exception {
    http.host.boot(VM, "run");
    TestSocket socket = exec();
    socket.say("{\"command\":[\"sh\",\"-c\",\"echo hello; exit 6\"]}");
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    assertThat(socket.next()).isEqualTo(SIMULATED);
    assertThat(socket.next()).isEqualTo("1:hello\n");
    assertThat(socket.next()).isEqualTo("{\"exit\":6}");
    assertThat(socket.next()).isEqualTo("closed 1000");
  }

  /// A peer may be quicker than this side's threads: each first message comes right behind the
  /// answer to the upgrade.
  @Test
  void shouldHearAFirstMessageHoweverSoonItComes() throws Exception {
    http.host.boot(VM, "run");
    URI uri = http.socketUri("/v1/vms/" + VM + "/exec");
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(upgrade(uri));
        hear(socket, "\r\n\r\n");
        socket.getOutputStream().write(FIRST_MESSAGE);
        assertThat(hear(socket, "}")).contains("{\"started\":true}");
      }
    }
  }

  private static byte[] upgrade(URI uri) {
    return """
    GET %s HTTP/1.1\r
    Host: localhost\r
    Connection: Upgrade\r
    Upgrade: websocket\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
    \r
    """
        .formatted(uri.getPath())
        .getBytes(UTF_8);
  }

  /// A final text frame, masked with zeros.
  private static byte[] frame(String message) {
    byte[] text = message.getBytes(UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | text.length), 0, 0, 0, 0});
    frame.writeBytes(text);
    return frame.toByteArray();
  }

  private static String hear(Socket socket, String end) throws IOException {
    StringBuilder heard = new StringBuilder();
    while (heard.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as(heard.toString()).isNotNegative();
      heard.append((char) next);
    }
    return heard.toString();
  }

  @Test
  void shouldPassInputSignalsAndSizes() throws Exception {
    http.host.boot(VM, "run");
    TestSocket socket = exec();
    socket.say("{\"command\":[\"cat\"],\"stdin\":true,\"tty\":true,\"columns\":80,\"rows\":24}");
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    assertThat(socket.next()).isEqualTo(SIMULATED);
    socket.stdin("abc");
    assertThat(socket.next()).isEqualTo("1:abc");
    socket.say("{\"resize\":{\"columns\":100,\"rows\":40}}");
    socket.say("{\"signal\":99}");
    assertThat(socket.nextJson().getJsonObject("error").getString("detail"))
        .isEqualTo("signal: 99 (expected: 1 to 64)");
    socket.say("{\"signal\":2}");
    assertThat(socket.next()).isEqualTo("{\"exit\":130}");
  }

  @Test
  void shouldEndInputWhenToldTo() throws Exception {
    http.host.boot(VM, "run");
    TestSocket socket = exec();
    socket.say("{\"command\":[\"cat\"],\"stdin\":true}");
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    assertThat(socket.next()).isEqualTo(SIMULATED);
    socket.say("{\"closeStdin\":true}");
    assertThat(socket.next()).isEqualTo("{\"exit\":0}");
  }

  @Test
  void shouldSayWhatIsWrongWithAFirstMessage() throws Exception {
    http.host.boot(VM, "run");
    for (String message :
        new String[] {"{}", "[", "{\"command\":[]}", "{\"command\":[1]}", "{\"comand\":[\"a\"]}"}) {
      TestSocket socket = exec();
      socket.say(message);
      assertThat(socket.nextJson().getJsonObject("error").getString("code"))
          .as(message)
          .isEqualTo("bad-request");
      assertThat(socket.next()).isEqualTo("closed 1008");
    }
  }

  @Test
  void shouldRefuseTheUpgradeForVmsThatDoNotRun() throws Exception {
    http.host.boot(VM, "exit", "0").exit().get();
    assertThatThrownBy(this::exec).satisfies(e -> assertThat(statusOf(e)).isEqualTo(409));
    assertThatThrownBy(() -> TestSocket.open(http.client, http.socketUri("/v1/vms/j0-zzzz.0/exec")))
        .satisfies(e -> assertThat(statusOf(e)).isEqualTo(404));
    assertThat(http.get("/v1/vms/" + VM + "/exec").statusCode()).isEqualTo(426);
  }

  @Test
  void shouldAttachToAVmsOwnCommand() throws Exception {
    MicroVm vm = http.host.boot(VM, "cat");
    TestSocket socket = TestSocket.open(http.client, http.socketUri("/v1/vms/" + VM + "/attach"));
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    socket.stdin("abc");
    assertThat(socket.next()).isEqualTo("1:abc");
    vm.stop(Duration.ofSeconds(1));
    assertThat(socket.next()).isEqualTo("{\"exit\":143}");
    assertThat(socket.next()).isEqualTo("closed 1000");
  }

  @Test
  void shouldReplayWhatIsKeptWhenAskedTo() throws Exception {
    MicroVm vm = http.host.boot(VM, "cat");
    vm.main().stdin("early".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    TestSocket socket =
        TestSocket.open(http.client, http.socketUri("/v1/vms/" + VM + "/attach?logs=true"));
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    assertThat(socket.next()).startsWith("2:skiff: this VM is simulated");
    assertThat(socket.next()).isEqualTo("1:early");
    vm.kill();
    assertThat(socket.nextJson().getString("failure")).isEqualTo("killed");
  }

  @Test
  void shouldLeaveAVmAloneWhenThePeerHangsUp() throws Exception {
    MicroVm vm = http.host.boot(VM, "cat");
    TestSocket socket = TestSocket.open(http.client, http.socketUri("/v1/vms/" + VM + "/attach"));
    assertThat(socket.next()).isEqualTo("{\"started\":true}");
    socket.hangUp();
    assertThat(socket.next()).isEqualTo("closed 1000");
    assertThat(vm.exit()).isNotDone();
    TestSocket again = TestSocket.open(http.client, http.socketUri("/v1/vms/" + VM + "/attach"));
    assertThat(again.next()).isEqualTo("{\"started\":true}");
  }

  private static int statusOf(Throwable problem) {
    return problem instanceof ExecutionException e
            && e.getCause() instanceof WebSocketHandshakeException handshake
        ? handshake.getResponse().statusCode()
        : -1;
  }
}
