package dev.skiff.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final byte[] MARK =
      new SyncMark(SyncMark.random(), "000102030405060708090a0b0c0d0e0f").fromGuest();

  private static ByteBuffer bytes(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.flip();
  }

  private static byte[] frame(FrameType type, int stream, String text) {
    ByteBuffer payload = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    return FrameCodec.encode(type, 0, stream, payload).array();
  }

  private static List<Frame> decode(FrameDecoder decoder, ByteBuffer input)
      throws ProtocolViolation {
    List<Frame> frames = new ArrayList<>();
    do {
      decoder.feed(input);
      for (Frame frame = decoder.next(); frame != null; frame = decoder.next()) {
        frames.add(frame);
      }
    } while (input.hasRemaining());
    return frames;
  }

  @Test
  void shouldSkipWhatAnEarlierSessionLeftUntilTheSyncMark() throws Exception {
    FrameDecoder decoder = new FrameDecoder(MARK);
    // The leftover ends in the mark's own beginning, which a naive search would trip over.
    byte[] leftover = "old bytes SKIFF".getBytes(StandardCharsets.UTF_8);
    byte[] hello = frame(FrameType.HELLO, 0, "");
    List<Frame> frames = decode(decoder, bytes(leftover, MARK, hello));
    assertThat(frames).extracting(Frame::type).containsExactly(FrameType.HELLO);
    assertThat(decoder.synced()).isTrue();
  }

  @Test
  void shouldGiveTheSameFramesHoweverTheBytesArrive() throws Exception {
    byte[] all =
        bytes(
                MARK,
                frame(FrameType.STDOUT, 3, "x".repeat(FrameCodec.MAX_DATA)),
                frame(FrameType.EXIT, 3, ""),
                frame(FrameType.STDERR, 0, "y"))
            .array();
    FrameDecoder decoder = new FrameDecoder(MARK);
    List<Frame> frames = new ArrayList<>();
    for (byte one : all) {
      frames.addAll(decode(decoder, ByteBuffer.wrap(new byte[] {one})));
    }
    assertThat(frames).isEqualTo(decode(new FrameDecoder(MARK), ByteBuffer.wrap(all))).hasSize(3);
  }

  @Test
  void shouldRefuseFramesThatAGuestDoesNotSendOrThatAreTooLong() {
    assertThatThrownBy(
            () -> decode(new FrameDecoder(MARK), bytes(MARK, frame(FrameType.EXEC, 1, ""))))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("frame type 6");
    assertThatThrownBy(() ->
            decode(
                new FrameDecoder(MARK),
                bytes(MARK, frame(FrameType.STDOUT, 1, "x".repeat(FrameCodec.MAX_DATA + 1)))))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("STDOUT: 16385 bytes (expected: at most 16384)");
  }

  @Test
  void shouldGiveUpWhenNoSyncMarkComes() {
    FrameDecoder decoder = new FrameDecoder(MARK);
    assertThatThrownBy(() -> decode(decoder, ByteBuffer.allocate(FrameDecoder.MAX_SKIPPED + 1)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("no sync mark");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void shouldAnswerGarbageWithFramesWithinBoundsOrAViolation(long seed) {
    Random random = new Random(seed);
    FrameDecoder decoder = new FrameDecoder(MARK);
    try {
      decode(decoder, ByteBuffer.wrap(MARK));
      for (int i = 0; i < 2000; i++) {
        for (Frame frame : decode(decoder, ByteBuffer.wrap(garbage(random)))) {
          assertThat(frame.payload().remaining()).isLessThanOrEqualTo(frame.type().limitFromGuest);
        }
      }
    } catch (ProtocolViolation e) {
      assertThat(e).hasMessageMatching("(?s)[\\p{Print}]+");
    }
  }

  /// Often a plausible header, so that the garbage gets past the first check.
  private static byte[] garbage(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    if (random.nextInt(4) > 0) {
      return frame(FrameType.STDOUT, random.nextInt(4), "z".repeat(random.nextInt(100)));
    }
    return bytes;
  }
}
