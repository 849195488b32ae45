package dev.skiff.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.fixture.Bodies;
import dev.skiff.cli.fixture.Cli;
import dev.skiff.cli.fixture.FakeApi;
import dev.skiff.cli.fixture.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `exec`, `attach` and interactive `run` over a real WebSocket.
class SessionsTest {
  private static final String VM = "/v1/vms/j0-aaaabbbb.0";

  private final FakeApi api = new FakeApi();
  private final Cli cli = new Cli(api);
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Buffer input = Buffer.buffer();
  private final AtomicReference<@Nullable ServerWebSocket> guest = new AtomicReference<>();

  @AfterEach
  void close() {
    api.close();
  }

  /// A guest whose command starts at the first message.
  private void execStarts(Runnable then) {
    api.onSocket(
        VM + "/exec",
        socket -> {
          listen(socket);
          socket.textMessageHandler(text -> {
            texts.add(text);
            if (texts.size() == 1) {
              socket.writeTextMessage("{\"started\":true}");
              then.run();
            }
          });
        });
  }

  private void listen(ServerWebSocket socket) {
    guest.set(socket);
    socket.binaryMessageHandler(message -> {
      assertThat(message.getByte(0)).isZero();
      input.appendBuffer(message.slice(1, message.length()));
    });
  }

  private ServerWebSocket guest() {
    ServerWebSocket socket = guest.get();
    assertThat(socket).isNotNull();
    return Objects.requireNonNull(socket);
  }

  private void say(int stream, byte[] data) {
    guest().writeBinaryMessage(FakeApi.frame(stream, data));
  }

  private void exit(int code) {
    guest().writeTextMessage("{\"exit\":" + code + "}");
  }

  @Test
  void shouldKeepOutputAndErrorsApartByteForByteAndExitWithTheCommandsCode() {
    byte[] binary = new byte[40_000];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) i;
    }
    execStarts(() -> {
      say(1, binary);
      say(2, "error\n".getBytes(StandardCharsets.UTF_8));
      exit(7);
    });
    cli.environment.put("HERE", "yes");

    Cli.Result result =
        cli.run("exec -e A=b -e HERE -w /srv -u nobody j0-aaaabbbb.0 -- ls -l -i".split(" "));

    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.printed().getBytes()).isEqualTo(binary);
    assertThat(result.err()).isEqualTo("error\n");
    assertThat(texts)
        .containsExactly(
            "{\"command\":[\"ls\",\"-l\",\"-i\"],\"env\":{\"A\":\"b\",\"HERE\":\"yes\"},"
                + "\"workdir\":\"/srv\",\"user\":\"nobody\",\"tty\":false,\"stdin\":false}");
  }

  @Test
  void shouldSendAllOfStandardInputAndThenItsEnd() {
    String much = "0123456789".repeat(10_000);
    execStarts(() -> {});
    api.onSocket(
        VM + "/exec",
        socket -> {
          listen(socket);
          socket.textMessageHandler(text -> {
            if (text.contains("command")) {
              socket.writeTextMessage("{\"started\":true}");
            } else if (text.contains("closeStdin")) {
              say(1, input.getBytes());
              exit(0);
            }
          });
        });

    Cli.Result result = cli.input(much).run("exec", "-i", "j0-aaaabbbb.0", "cat");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(much);
  }

  @Test
  void shouldPassCtrlCToTheCommand() throws Exception {
    execStarts(() -> {});
    var running = cli.start("exec", "j0-aaaabbbb.0", "sleep", "100");
    await().until(() -> texts.size() == 1);

    cli.interrupts.press();
    await().until(() -> texts.contains("{\"signal\":2}"));
    exit(130);

    assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(130);
  }

  @Test
  void shouldHandKeysOnRawAndTellTheTerminalsSize() throws Exception {
    cli.terminal.on(StandardStream.IN, StandardStream.OUT, StandardStream.ERR);
    PipedOutputStream keys = new PipedOutputStream();
    cli.in = new PipedInputStream(keys);
    execStarts(() -> {});
    var running = cli.start("exec", "-it", "j0-aaaabbbb.0", "sh");
    await().until(() -> cli.terminal.raw);

    keys.write(3);
    keys.flush();
    await().until(() -> input.length() == 1);
    cli.terminal.resizeTo(120, 40);
    await().until(() -> texts.contains("{\"resize\":{\"columns\":120,\"rows\":40}}"));
    exit(0);

    assertThat(running.get(10, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(cli.terminal.raw).isFalse();
    assertThat(texts.getFirst()).endsWith("\"columns\":80,\"rows\":24}");
  }

  @Test
  void shouldLetGoAtCtrlPCtrlQ() throws Exception {
    cli.terminal.on(StandardStream.IN, StandardStream.OUT);
    PipedOutputStream keys = new PipedOutputStream();
    cli.in = new PipedInputStream(keys);
    String vm =
        Bodies.vm(0, "", "RUNNING", "")
            .replace("\"tty\":false,\"stdin\":false", "\"tty\":true,\"stdin\":true");
    api.on("GET /v1/vms", Reply.json(Bodies.list(vm)))
        .onSocket(
            VM + "/attach",
            socket -> {
              listen(socket);
              socket.writeTextMessage("{\"started\":true}");
            });
    var running = cli.start("attach", "j0-aaaabbbb.0");
    await().until(() -> cli.terminal.raw);

    keys.write(new byte[] {'a', 0x10, 'b', 0x10, 0x11, 'c'});
    keys.flush();
    Cli.Result result = running.get(10, TimeUnit.SECONDS);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEqualTo("skiff: detached from j0-aaaabbbb.0\n");
    await().until(() -> input.length() == 3);
    assertThat(input.getBytes()).isEqualTo(new byte[] {'a', 0x10, 'b'});
  }

  @Test
  void shouldAttachANewVmToStandardInput() {
    api.on("POST /v1/jobs", Reply.created(Bodies.job("", 1, "ACTIVE", "")))
        .on("GET " + VM, Reply.json(Bodies.vm(0, "", "RUNNING", "")))
        .on("GET " + VM + "/wait", Reply.json(Bodies.exited(4)))
        .onSocket(
            VM + "/attach",
            socket -> {
              listen(socket);
              socket.writeTextMessage("{\"started\":true}");
              socket.textMessageHandler(text -> {
                say(1, input.getBytes());
                exit(4);
              });
            });

    Cli.Result result = cli.input("hello\n").run("run", "-i", "skiff/busybox", "cat");

    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(api.asked("SOCKET"))
        .extracting(Object::toString)
        .containsExactly("SOCKET " + VM + "/attach?logs=true");
  }

  @Test
  void shouldSayThatTheConnectionWasLost() {
    execStarts(() -> guest().close((short) 1011, "the host's agent is gone"));

    Cli.Result result = cli.run("exec", "j0-aaaabbbb.0", "true");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("skiff: the connection to j0-aaaabbbb.0 was lost: the host's agent is gone\n");
  }

  @Test
  void shouldSayWhyACommandCannotBeStarted() {
    api.onSocket(
        VM + "/exec",
        socket ->
            socket.textMessageHandler(text ->
                socket.writeTextMessage(
                    "{\"error\":{\"code\":\"exec-refused\",\"detail\":\"too many commands\"}}")));

    Cli.Result result = cli.run("exec", "j0-aaaabbbb.0", "true");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).isEqualTo("skiff: too many commands (exec-refused)\n");
  }

  @Test
  void shouldSayThatTheVmDoesNotRun() {
    api.on("GET " + VM + "/exec", Reply.problem(409, "vm-not-running", "The VM does not run", "x"));

    Cli.Result result = cli.run("exec", "j0-aaaabbbb.0", "true");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("skiff: ").contains("409");
  }
}
