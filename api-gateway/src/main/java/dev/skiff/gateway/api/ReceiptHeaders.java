package dev.skiff.gateway.api;

import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.contracts.invocation.Timings;
import dev.skiff.gateway.http.Answer;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a function answered as an HTTP answer, with how that came about in headers.
final class ReceiptHeaders {
  static final String INVOCATION = "Skiff-Invocation";
  private static final String UNKNOWN_TYPE = "application/octet-stream";

  /// A function's word for its output becomes a header only if it can be one.
  private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]{0,199}");

  private ReceiptHeaders() {}

  static Answer output(InvocationId id, Settled settled) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", contentType(settled.contentType()));
    headers.put("Cache-Control", "no-store");
    headers.put(INVOCATION, id.toString());
    headers.put("Skiff-Attempts", Integer.toString(settled.attempts()));
    if (settled.start() != null) {
      headers.put("Skiff-Start", text(settled.start()));
    }
    String timing = serverTiming(settled.timings());
    if (!timing.isEmpty()) {
      headers.put("Server-Timing", timing);
    }
    Payload output = settled.output();
    return new Answer(
        200, headers, output == null ? Buffer.buffer() : Buffer.buffer(output.bytes()));
  }

  static String text(StartKind start) {
    return start.name().toLowerCase(Locale.ROOT);
  }

  private static String contentType(@Nullable String said) {
    return said != null && CONTENT_TYPE.matcher(said).matches() ? said : UNKNOWN_TYPE;
  }

  /// How long it waited for a VM to be chosen or asked for, the VM for a host, its host for it to
  /// serve, and the event for the result. What had happened before is left out.
  static String serverTiming(Timings timings) {
    StringJoiner spans = new StringJoiner(", ");
    span(spans, "queue", timings.queued(), timings.dispatched());
    span(spans, "placed", timings.dispatched(), timings.placed());
    span(spans, "start", Math.max(timings.dispatched(), timings.placed()), timings.ready());
    span(spans, "run", timings.began(), timings.ended());
    return spans.toString();
  }

  private static void span(StringJoiner spans, String name, long from, long to) {
    if (from != 0 && to != 0 && to >= from) {
      spans.add(String.format(Locale.ROOT, "%s;dur=%.3f", name, (to - from) / 1_000.0));
    }
  }
}
