package dev.skiff.gateway.functions;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.Timings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is known of an invocation.
///
/// @param version of the function that handles it; 0 for none yet
/// @param attempts that were begun
/// @param vm of the last attempt
/// @param host of the last attempt
/// @param queued when its record was written, microseconds since the epoch; 0 where not seen
/// @param began when the last attempt was begun, microseconds since the epoch; 0 for none
/// @param nextAt when the next attempt is due, microseconds since the epoch; 0 for none
/// @param code why the last attempt failed or it is over; empty for no failure
/// @param detail the same in a sentence
/// @param settled how it ended; null when it has not
public record Receipt(
    InvocationId id,
    FunctionId function,
    State state,
    long version,
    int attempts,
    @Nullable VmId vm,
    @Nullable HostId host,
    long queued,
    long began,
    long nextAt,
    String code,
    String detail,
    ReceiptEvent.@Nullable Settled settled) {
  /// How far it is.
  public enum State {
    QUEUED,
    RUNNING,
    RETRYING,
    PARKED,
    SUCCEEDED,
    FAILED,
    DROPPED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a receipt takes beside what the function answered, about.
  private static final int BYTES = 600;

  static Receipt queued(InvocationId id, FunctionId function, long at) {
    return new Receipt(id, function, State.QUEUED, 0, 0, null, null, at, 0, 0, "", "", null);
  }

  Receipt running(ReceiptEvent.AttemptBegun begun) {
    return new Receipt(
        id,
        function,
        State.RUNNING,
        begun.version(),
        begun.attempt(),
        begun.vm(),
        begun.host(),
        queued,
        begun.at(),
        0,
        "",
        "",
        null);
  }

  Receipt retrying(ReceiptEvent.AttemptFailed failed) {
    return after(State.RETRYING, failed.attempt(), failed.nextAt(), failed.code(), failed.detail());
  }

  Receipt parked(ReceiptEvent.KeyParked parked) {
    return after(State.PARKED, parked.attempts(), 0, parked.code(), parked.detail());
  }

  private Receipt after(State then, int attempt, long due, String why, String sentence) {
    return new Receipt(
        id, function, then, version, attempt, vm, host, queued, began, due, why, sentence, null);
  }

  static Receipt over(InvocationId id, ReceiptEvent.Settled end) {
    Timings timings = end.timings();
    return new Receipt(
        id,
        end.function(),
        stateOf(end.outcome()),
        end.version(),
        end.attempts(),
        end.vm(),
        end.host(),
        timings.queued(),
        timings.began(),
        0,
        end.code(),
        end.detail(),
        end);
  }

  private static State stateOf(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> State.SUCCEEDED;
      case FAILED -> State.FAILED;
      case DROPPED -> State.DROPPED;
    };
  }

  public boolean isOver() {
    return settled != null;
  }

  /// About how much memory it takes.
  int bytes() {
    Payload output = settled == null ? null : settled.output();
    if (output == null) {
      return BYTES;
    }
    String text = output.text();
    String encoded = output.base64();
    return BYTES + (text == null ? 0 : text.length()) + (encoded == null ? 0 : encoded.length());
  }
}
