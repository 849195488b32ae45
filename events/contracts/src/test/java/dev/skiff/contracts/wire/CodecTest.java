package dev.skiff.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
  private static final VmId VM = new VmId(new JobId("j0-x7k2m9qa"), 0);

  @Test
  void shouldIgnoreMembersThatItDoesNotKnow() {
    assertThat(
            decodeRequest(
                """
                {"t":"kill-vm/1","vm":"j0-x7k2m9qa.0","notAfter":5,"colour":"red"}\
                """))
        .isEqualTo(new Decoded.Ok<>(new Request.KillVm(VM, 5)));
  }

  @Test
  void shouldRefuseToGuessWhatAnUnknownTypeMeans() {
    assertThat(decodeRequest("{\"t\":\"kill-vm/2\",\"vm\":\"j0-x7k2m9qa.0\"}"))
        .isEqualTo(new Decoded.TooNew<>("kill-vm/2"));
  }

  @Test
  void shouldSkipAnUnknownTypeThatSaysItMayBeSkipped() {
    assertThat(decodeRequest("{\"t\":\"~remark/1\",\"text\":\"hello\"}"))
        .isInstanceOf(Decoded.Skipped.class);
  }

  @Test
  void shouldSkipAnUnknownEventInsideATransitionThatSaysItMayBeSkipped() {
    String json =
        """
        {"t":"transition/1","claim":1,"nonce":"n","seq":0,"at":1,"requestsNext":0,"reportsNext":0,
        "inputs":[],"events":[{"t":"~remark/1","x":[1,{"y":2}]},{"t":"vm-removed/1","vm":"j0-x7k2m9qa.0"}]}\
        """;

    Decoded<LogRecord> decoded = Codecs.LOG.decode(json.getBytes(StandardCharsets.UTF_8));

    assertThat(decoded)
        .isEqualTo(
            new Decoded.Ok<LogRecord>(
                new Transition(
                    1, "n", 0, 1, 0, 0, List.of(), List.of(new CellEvent.VmRemoved(VM)))));
  }

  @Test
  void shouldStopAtAnUnknownEventInsideATransition() {
    String json =
        """
        {"t":"transition/1","claim":1,"nonce":"n","seq":0,"at":1,"requestsNext":0,"reportsNext":0,
        "inputs":[],"events":[{"t":"vm-teleported/1","vm":"j0-x7k2m9qa.0"}]}\
        """;

    assertThat(Codecs.LOG.decode(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new Decoded.TooNew<>("vm-teleported/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"t\":\"kill-vm/1\"}",
        "{\"t\":\"kill-vm/1\",\"notAfter\":5}",
        "{\"t\":\"kill-vm/1\",\"vm\":null,\"notAfter\":5}",
        "{\"t\":\"kill-vm/1\",\"vm\":\"no-vm\",\"notAfter\":5}",
        "{\"t\":\"kill-vm/1\",\"vm\":\"j0-x7k2m9qa.0\",\"notAfter\":5} trailing",
        "{\"t\":\"kill-vm/1\",\"vm\":\"j0-x7k2m9qa.0\",\"notAfter\":null}",
        "{\"t\":\"stop-vm/1\",\"vm\":\"j0-x7k2m9qa.0\",\"graceMillis\":-1,\"notAfter\":5}"
      })
  void shouldRefuseWhatIsNoRecordAndSayWhy(String text) {
    Decoded<Request> decoded = decodeRequest(text);

    assertThat(decoded).isInstanceOf(Decoded.Refused.class);
    assertThat(((Decoded.Refused<Request>) decoded).reason()).isNotBlank();
  }

  @Test
  void shouldRefuseARecordOfAnotherTopic() {
    byte[] claim = Codecs.LOG.encode(new LogRecord.Claim("s", "n", -1));

    assertThat(Codecs.REQUEST.decode(claim)).isNotInstanceOf(Decoded.Ok.class);
  }

  @Test
  void shouldRefuseBytesBeyondTheBoundUnread() {
    assertThat(Codecs.REQUEST.decode(new byte[Codec.MAX_BYTES]))
        .isInstanceOf(Decoded.Refused.class);
  }

  @Test
  void shouldNotWriteARecordBeyondTheBound() {
    LogRecord tooLarge = new LogRecord.Claim("s".repeat(Codec.MAX_BYTES), "n", -1);

    assertThatThrownBy(() -> Codecs.LOG.encode(tooLarge))
        .isInstanceOf(RecordTooLargeException.class)
        .hasMessageContaining("expected: at most");
  }

  @Test
  void shouldSurviveAnyBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] valid = Codecs.REQUEST.encode(new Request.StopVm(VM, 10, 5));
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = valid.clone();
      for (int n = random.nextInt(1, 5); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(Codecs.REQUEST.decode(bytes)).as("seed %d, round %d", seed, i).isNotNull();
    }
  }

  private static Decoded<Request> decodeRequest(String json) {
    return Codecs.REQUEST.decode(json.getBytes(StandardCharsets.UTF_8));
  }
}
