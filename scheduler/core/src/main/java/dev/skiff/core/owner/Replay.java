package dev.skiff.core.owner;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellMachine;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.log.LogFold;
import dev.skiff.core.log.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides again everything that a cell's log has decided, from the inputs that its Transitions
/// name, and compares what follows byte for byte. It is fed one record at a time: [#need] says
/// which.
///
/// What an owner found out about an input by itself is taken from the log: that a record could not
/// be read or that the machine failed on it, that a request came late, that a host was silent.
public final class Replay {
  /// The next record to be fed.
  public sealed interface Need {
    long offset();

    /// The record of the log at this offset, or the next one after it.
    record Log(long offset) implements Need {}

    /// The record of `skiff.requests` at this offset.
    record Request(long offset) implements Need {}

    /// The record of `skiff.reports` at this offset.
    record Reports(long offset) implements Need {}
  }

  /// The first event that came out otherwise.
  ///
  /// @param offset of the Transition in the log
  /// @param index of the event in it
  /// @param expected the recorded event as JSON; empty when there is none
  /// @param got the recomputed event as JSON; empty when there is none; or how the machine failed
  public record Difference(long offset, int index, String expected, String got) {}

  private final CellMachine machine;
  private final CellState state;
  private final LogFold fold;
  private final Deque<InputRef> inputs = new ArrayDeque<>();
  private final List<CellEvent> decided = new ArrayList<>();
  private @Nullable Transition current;
  private long currentOffset;
  private long nextInput;
  private @Nullable Difference difference;
  private long compared;
  private long unchecked;

  /// @param start the empty state at the log's beginning, or a checkpoint
  public Replay(CellId cell, CellRules rules, CheckpointStore.Stored start) {
    this.machine = new CellMachine(rules);
    this.state = CellState.fromChunks(cell, rules.policy(), start.chunks());
    this.fold = new LogFold(start.position());
  }

  /// What to feed next.
  public Need need() {
    InputRef input = inputs.peekFirst();
    return switch (input) {
      case null -> new Need.Log(fold.position().next());
      case InputRef.Requests _ -> new Need.Request(nextInput);
      case InputRef.Reports _ -> new Need.Reports(nextInput);
      case InputRef.LateRequests _,
          InputRef.Tick _,
          InputRef.Place _,
          InputRef.Silence _,
          InputRef.Beat _,
          InputRef.Heard _ ->
          throw new IllegalStateException("not worked off: " + input);
    };
  }

  /// Feeds a record of the log.
  ///
  /// @param record null when it is no record, or one that may be skipped
  public void log(long offset, @Nullable LogRecord record) {
    if (!(need() instanceof Need.Log)) {
      throw new IllegalStateException("log@%d (expected: %s)".formatted(offset, need()));
    }
    if (record == null) {
      fold.skip(offset);
    } else if (fold.read(offset, record) instanceof Verdict.Counted(Transition transition)) {
      current = transition;
      currentOffset = offset;
      decided.clear();
      inputs.addAll(transition.inputs());
      workOff();
    }
  }

  /// Feeds the input that [#need] names.
  public void input(CellInputs.Input input) {
    Need need = need();
    switch (input) {
      case CellInputs.Input.Requested r when need.equals(new Need.Request(r.offset())) ->
          handle("requests", List.of(new CellInput.Requested(r.offset(), r.request())));
      case CellInputs.Input.Reported r when need.equals(new Need.Reports(r.offset())) ->
          handle("reports", CellInput.Reported.of(r.batch()));
      case CellInputs.Input.Unreadable u when need.offset() == u.offset() ->
          handle(
              u.topic(),
              u.skippable()
                  ? List.of()
                  : List.of(new CellInput.Rejected(u.topic(), u.offset(), u.reason())));
      case CellInputs.Input.TooNew t ->
          throw new IllegalStateException(
              "%s@%d is a %s, for which this version is too old"
                  .formatted(t.topic(), t.offset(), t.type()));
      case CellInputs.Input.Requested _,
          CellInputs.Input.Reported _,
          CellInputs.Input.Unreadable _ ->
          throw new IllegalStateException("%s (expected: %s)".formatted(input, need));
    }
    workOff();
  }

  /// The input that [#need] names has been deleted: the Transition is believed.
  public void inputGone() {
    if (current != null) {
      List<CellEvent> rest = current.events().subList(decided.size(), current.events().size());
      rest.forEach(event -> state.apply(event, at()));
      unchecked++;
    }
    inputs.clear();
    nextInput = 0;
    current = null;
  }

  /// The first difference; nothing more is compared after it.
  public @Nullable Difference difference() {
    return difference;
  }

  /// How many Transitions came out the same.
  public long compared() {
    return compared;
  }

  /// How many could not be decided again, as their inputs are gone.
  public long unchecked() {
    return unchecked;
  }

  /// The state after what has been fed.
  public CellState state() {
    return state;
  }

  private long at() {
    return current == null ? 0 : current.at();
  }

  /// Handles inputs that need no record, up to the next that does or to the Transition's end.
  private void workOff() {
    while (current != null) {
      InputRef next = inputs.peekFirst();
      switch (next) {
        case null -> {
          finish(current);
          return;
        }
        case InputRef.Requests(long first, long _) -> {
          nextInput = Math.max(first, nextInput);
          return;
        }
        case InputRef.Reports(long first, long _) -> {
          nextInput = Math.max(first, nextInput);
          return;
        }
        case InputRef.LateRequests(long first, long last) -> {
          for (long offset = first; offset <= last; offset++) {
            decide(new CellInput.Late(offset));
          }
        }
        case InputRef.Tick _ -> decide(new CellInput.Tick());
        case InputRef.Place _ -> decide(new CellInput.Place());
        case InputRef.Silence s -> decide(new CellInput.Silence(s.host(), s.session(), s.micros()));
        case InputRef.Beat b -> decide(new CellInput.Beat(b.host(), b.session(), b.sent()));
        case InputRef.Heard h -> decide(new CellInput.Heard(h.host(), h.session()));
      }
      inputs.pollFirst();
    }
  }

  private void handle(String topic, List<CellInput> parts) {
    for (CellInput part : parts) {
      decide(
          recordedNext() instanceof CellEvent.InputRejected rejected
                  && rejected.topic().equals(topic)
                  && rejected.offset() == nextInput
              ? new CellInput.Rejected(topic, nextInput, rejected.reason())
              : part);
    }
    boolean last =
        switch (inputs.getFirst()) {
          case InputRef.Requests r -> nextInput == r.last();
          case InputRef.Reports r -> nextInput == r.last();
          case InputRef.LateRequests _,
              InputRef.Tick _,
              InputRef.Place _,
              InputRef.Silence _,
              InputRef.Beat _,
              InputRef.Heard _ ->
              throw new IllegalStateException("has no record: " + inputs.getFirst());
        };
    nextInput++;
    if (last) {
      inputs.pollFirst();
      nextInput = 0;
    }
  }

  private @Nullable CellEvent recordedNext() {
    return current != null && decided.size() < current.events().size()
        ? current.events().get(decided.size())
        : null;
  }

  private void decide(CellInput input) {
    if (difference != null) {
      return;
    }
    try {
      for (CellEvent event : machine.handle(state, input, at())) {
        compare(event);
        if (difference != null) {
          return;
        }
        decided.add(event);
        state.apply(event, at());
      }
    } catch (RuntimeException e) {
      differ(recordedNext(), "%s fails: %s".formatted(input, e.getMessage()));
    }
  }

  private void compare(CellEvent event) {
    CellEvent recorded = recordedNext();
    if (recorded == null || !json(recorded).equals(json(event))) {
      differ(recorded, json(event));
    }
  }

  private void finish(Transition transition) {
    if (difference == null && decided.size() < transition.events().size()) {
      differ(recordedNext(), "");
    }
    if (difference == null) {
      compared++;
    }
    current = null;
  }

  private void differ(@Nullable CellEvent recorded, String got) {
    difference =
        new Difference(currentOffset, decided.size(), recorded == null ? "" : json(recorded), got);
  }

  /// As it is written to the log; the same text is the same bytes.
  private static String json(CellEvent event) {
    return Codecs.entityToJson(event);
  }
}
