package dev.skiff.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.agent.vmm.ExecSpec;
import dev.skiff.agent.vmm.GuestProcess;
import dev.skiff.agent.vmm.VmmException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GuestSessionTest {
  @TempDir Path folder;

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldGrantCreditOnlyAfterTheListenerHasTaken() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Recorder recorder = new Recorder(gate);
    try (FakeGuest guest = new FakeGuest(folder, recorder)) {
      guest.greet();
      byte[] chunk = new byte[FrameCodec.MAX_DATA];
      for (int i = 0; i < GuestSession.MAIN_WINDOW / chunk.length; i++) {
        guest.send(FrameType.STDOUT, 0, ByteBuffer.wrap(chunk));
      }
      assertThat(recorder.ended).isNotDone();
      gate.countDown();
      assertThat(guest.awaitCredit(0)).isPositive();
    }
  }

  @Test
  void shouldEndTheSessionOfAGuestThatSendsWithoutCredit() throws Exception {
    Recorder recorder = new Recorder(new CountDownLatch(1));
    try (FakeGuest guest = new FakeGuest(folder, recorder)) {
      guest.greet();
      byte[] chunk = new byte[FrameCodec.MAX_DATA];
      for (int i = 0; i <= GuestSession.MAIN_WINDOW / chunk.length; i++) {
        guest.send(FrameType.STDOUT, 0, ByteBuffer.wrap(chunk));
      }
      guest.awaitHangUp();
      recorder.gate.countDown();
      assertThat(recorder.reason()).contains("stdout of stream 0").contains("without credit");
    }
  }

  @Test
  void shouldEndTheSessionOnFramesOfUnknownStreamsAndOnASecondHello() throws Exception {
    for (FrameType type : List.of(FrameType.STDERR, FrameType.HELLO)) {
      Recorder recorder = new Recorder(new CountDownLatch(0));
      try (FakeGuest guest = new FakeGuest(folder, recorder)) {
        guest.greet();
        guest.send(type, 77, text(""));
        assertThat(recorder.reason()).contains("broke the protocol");
      }
    }
  }

  @Test
  void shouldFailAnExecWhenTheGuestGoesAway() throws Exception {
    Recorder recorder = new Recorder(new CountDownLatch(0));
    try (FakeGuest guest = new FakeGuest(folder, recorder)) {
      guest.greet();
      CompletableFuture<String> lost = new CompletableFuture<>();
      CompletableFuture<Object> asked =
          CompletableFuture.supplyAsync(() -> {
            try {
              return guest.session.exec(
                  new ExecSpec(List.of("sh"), Map.of(), null, null, false, false),
                  new LostListener(lost));
            } catch (VmmException | InterruptedException e) {
              return e;
            }
          });
      guest.awaitFrame(FrameType.EXEC);
      guest.hangUp();
      assertThat(asked.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              VmmException.class, e -> assertThat(e.code()).isEqualTo("exec-unavailable"));
      assertThat(lost.get(30, TimeUnit.SECONDS)).isNotEmpty();
    }
  }

  @Test
  void shouldTellThatNothingListensFromAConnectionThatWasThere() throws Exception {
    try (FakeGuest guest = new FakeGuest(folder, new Recorder(new CountDownLatch(0)))) {
      guest.greet();
      CompletableFuture<String> closed = new CompletableFuture<>();
      CompletableFuture<Object> refused = connecting(guest, closed);
      guest.awaitFrame(FrameType.CONNECT);
      guest.send(
          FrameType.EXIT,
          1,
          new FieldWriter().number(Field.EXIT_CODE, 1).text(Field.ERROR, "refused").payload());
      assertThat(refused.get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              VmmException.class, e -> assertThat(e.code()).isEqualTo("connection-failed"));

      CompletableFuture<Object> connected = connecting(guest, closed);
      guest.awaitFrame(FrameType.CONNECT);
      guest.send(FrameType.STARTED, 2, text(""));
      guest.send(FrameType.EXIT, 2, new FieldWriter().number(Field.EXIT_CODE, 0).payload());
      assertThat(connected.get(30, TimeUnit.SECONDS)).isInstanceOf(GuestProcess.class);
    }
  }

  private static CompletableFuture<Object> connecting(
      FakeGuest guest, CompletableFuture<String> lost) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return guest.session.connect(8080, new LostListener(lost));
      } catch (VmmException | InterruptedException e) {
        return e;
      }
    });
  }

  @Test
  void shouldNotTakeAGuestForFrozenThatDoesNotSaySo() throws Exception {
    try (FakeGuest guest = new FakeGuest(folder, new Recorder(new CountDownLatch(0)))) {
      guest.greet();
      assertThatThrownBy(() -> guest.session.freeze(Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              VmmException.class, e -> assertThat(e.code()).isEqualTo("snapshot-failed"));
      guest.send(FrameType.FROZEN, 0, text(""));
      guest.session.freeze(Duration.ofSeconds(30));
    }
  }

  @Test
  void shouldRefuseCommandsThatTheGuestCouldNotRead() {
    ExecSpec nul = new ExecSpec(List.of("a\0b"), Map.of(), null, null, false, false);
    assertThatThrownBy(() -> CommandPayload.of(nul)).hasMessageContaining("NUL");
    ExecSpec name = new ExecSpec(List.of("a"), Map.of("A=B", "c"), null, null, false, false);
    assertThatThrownBy(() -> CommandPayload.of(name)).hasMessageContaining("no '='");
    ExecSpec big = new ExecSpec(List.of("x".repeat(300_000)), Map.of(), null, null, false, false);
    assertThatThrownBy(() -> CommandPayload.of(big)).hasMessageContaining("at most 262144");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldSurviveRandomBytesWithAReason(long seed) throws Exception {
    Random random = new Random(seed);
    Recorder recorder = new Recorder(new CountDownLatch(0));
    try (FakeGuest guest = new FakeGuest(folder, recorder)) {
      guest.greet();
      byte[] garbage = new byte[64 * 1024];
      random.nextBytes(garbage);
      guest.sendRaw(garbage);
      assertThat(recorder.reason()).contains("broke the protocol");
    }
  }

  private record LostListener(CompletableFuture<String> lost) implements GuestProcess.Listener {
    @Override
    public void stdout(byte[] data) {}

    @Override
    public void stderr(byte[] data) {}

    @Override
    public void exited(int exitCode) {}

    @Override
    public void lost(String reason) {
      lost.complete(reason);
    }
  }
}
