package dev.skiff.loadtests.fleet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long the command of a simulated VM runs when it does not say so itself (`sleep 5`).
public sealed interface RunTime {
  /// In microseconds; [Long#MAX_VALUE] until it is told to end.
  long draw(RandomGenerator random);

  /// Until it is told to end.
  record Forever() implements RunTime {
    @Override
    public long draw(RandomGenerator random) {
      return Long.MAX_VALUE;
    }
  }

  record Fixed(Duration time) implements RunTime {
    @Override
    public long draw(RandomGenerator random) {
      return time.toNanos() / 1_000;
    }
  }

  /// Memoryless, as the lifetimes of short jobs about are.
  record Exponential(Duration mean) implements RunTime {
    @Override
    public long draw(RandomGenerator random) {
      return (long) (mean.toNanos() / 1_000.0 * random.nextExponential());
    }
  }

  /// Reads `forever`, `fixed:SECONDS` and `exponential:MEAN_SECONDS`.
  static RunTime parse(String text) {
    String[] words = text.split(":", 2);
    return switch (words[0]) {
      case "forever" -> new Forever();
      case "fixed" -> new Fixed(seconds(text, words));
      case "exponential" -> new Exponential(seconds(text, words));
      default -> throw malformed(text);
    };
  }

  private static Duration seconds(String text, String[] words) {
    try {
      double seconds = Double.parseDouble(words.length > 1 ? words[1] : "");
      if (seconds >= 0 && seconds < 1e9) {
        return Duration.ofNanos((long) (seconds * 1e9));
      }
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
    throw malformed(text);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "run time: \"%s\" (expected: forever, fixed:SECONDS or exponential:SECONDS)"
            .formatted(text));
  }
}
