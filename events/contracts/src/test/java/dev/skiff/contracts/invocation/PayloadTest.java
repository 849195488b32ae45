package dev.skiff.contracts.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.wire.Codec;
import dev.skiff.contracts.wire.Codecs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  @Test
  void shouldBeTextWhereTheBytesAre() {
    Payload payload = Payload.of("{\"größe\": 7}".getBytes(UTF_8));

    assertThat(payload).isEqualTo(new Payload("{\"größe\": 7}", null));
    assertThat(payload.bytes()).isEqualTo("{\"größe\": 7}".getBytes(UTF_8));
  }

  @Test
  void shouldBeBase64WhereTheyAreNot() {
    byte[] bytes = {(byte) 0xff, (byte) 0xd8, 0, 1};

    assertThat(Payload.of(bytes)).isEqualTo(new Payload(null, "/9gAAQ=="));
    assertThat(Payload.of(bytes).bytes()).isEqualTo(bytes);
  }

  @Test
  void shouldHaveNoBytesInTheEmptyText() {
    assertThat(Payload.of(new byte[0])).isEqualTo(Payload.EMPTY);
    assertThat(Payload.EMPTY.bytes()).isEmpty();
  }

  @Test
  void shouldGiveBackAnyBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] = (byte) " \"\\\n\tabc{}:".charAt(Math.floorMod(bytes[at], 11));
        }
      }
      assertThat(Payload.of(bytes).bytes()).as("seed %d, round %d", seed, i).isEqualTo(bytes);
    }
  }

  /// What it takes on the wire decides whether an event of the allowed size fits into a record.
  @ParameterizedTest
  @ValueSource(bytes = {'a', '"', '\\', '\n', 0, 7, (byte) 0x7f, (byte) 0xff})
  void shouldTakeAtMostFourThirdsOfTheBytes(byte filling) {
    byte[] bytes = new byte[Payload.MAX_BYTES];
    Arrays.fill(bytes, filling);

    assertThat(Codecs.sizeOf(Payload.of(bytes)))
        .isLessThanOrEqualTo(Math.ceilDiv(bytes.length * 4, 3) + 32)
        .isLessThan(Codec.MAX_EVENT_BYTES);
  }

  @Test
  void shouldBeOneOfTheTwo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload(null, null))
        .withMessage("text and base64: none (expected: exactly one)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload("", ""))
        .withMessage("text and base64: both (expected: exactly one)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "abc", "ab=", "a===", "ab==cd==", "a-_=", "abcd\n", "=="})
  void shouldRefuseWhatOnlyLooksLikeBase64(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Payload(null, text))
        .withMessageContaining("expected: RFC 4648");
  }
}
