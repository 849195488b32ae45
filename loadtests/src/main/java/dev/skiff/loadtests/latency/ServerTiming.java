package dev.skiff.loadtests.latency;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The header of that name: `write;dur=1.25, log;dur=2`.
record ServerTiming(Map<String, Long> micros) {
  private static final Pattern PART = Pattern.compile("([a-z]+);dur=([0-9.]+)");

  static ServerTiming parse(@Nullable String header) {
    Map<String, Long> micros = new HashMap<>();
    if (header != null) {
      Matcher part = PART.matcher(header);
      while (part.find()) {
        micros.put(part.group(1), Math.round(Double.parseDouble(part.group(2)) * 1_000));
      }
    }
    return new ServerTiming(micros);
  }

  OptionalLong micros(String part) {
    Long found = micros.get(part);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }
}
