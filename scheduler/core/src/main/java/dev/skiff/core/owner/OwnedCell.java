package dev.skiff.core.owner;

import dev.skiff.contracts.checkpoint.LogPosition;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.report.Report;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellMachine;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.cell.OrderDeriver;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The owner's half of a [CellWorker]: turns inputs into Transitions on a state that runs ahead of
/// the log by at most the one that is being appended.
final class OwnedCell {
  private static final long LIVENESS_EVERY = 200_000;
  private static final long LOOK_EVERY = 100_000;
  private static final int MOST_EVENTS = 2_000;

  /// A new owner finds what has waited since the last one, and its code may be cold: it begins with
  /// a small bite, so that something is decided soon, and takes twice as much each time.
  private static final int FIRST_EVENTS = 100;

  /// What a pass of placement or of chores may add.
  private static final int PASS_BYTES = 160 * 1024;

  /// What a host that joins may bring with it: see `JoinHandler`, and 800 VMs that are not placed
  /// there.
  private static final int JOIN_BYTES = 240 * 1024;

  private final CellMachine machine;
  private final CellState state;
  private final CellInputs inputs;
  private final Liveness liveness;
  private final LeaseDesk leases;
  private final OrderDeriver orders = new OrderDeriver();
  private final Publisher publisher;

  /// Inputs on which an earlier attempt broke the state, `topic@offset`: they are rejected.
  private final Set<String> poisonous;

  private final String nonce;
  private final long claim;
  private long seq;
  private long requestsNext;
  private long reportsNext;
  private final FoldClock clock;
  private int mostEvents = FIRST_EVENTS;
  private boolean placementDue = true;
  private long placedAt;
  private long livenessAt;
  private long lookedAt;

  /// @param silent how long ago the last Transition was read, microseconds
  OwnedCell(
      String schedulerId,
      CellMachine machine,
      CellState state,
      CellInputs inputs,
      CellOutputs outputs,
      OwnerTimings timings,
      LogPosition position,
      Set<String> poisonous,
      long silent,
      long now) {
    this.machine = machine;
    this.state = state;
    this.inputs = inputs;
    this.liveness = new Liveness(machine.rules(), now);
    this.leases = new LeaseDesk(machine.rules());
    this.poisonous = poisonous;
    this.claim = position.claim();
    this.nonce = position.nonce();
    this.requestsNext = position.requestsNext();
    this.reportsNext = position.reportsNext();
    this.clock =
        new FoldClock(
            position.at() + Math.clamp(silent, 0, 2 * timings.silence()),
            now,
            machine.rules().leaseDrift() / 2,
            at -> !state.waitsForLeases(at, machine.rules()));
    inputs.seek(requestsNext, reportsNext);
    this.publisher = new Publisher(schedulerId, state, orders, outputs, timings, position, now);
  }

  /// This scheduler's clock has been set back: what was done at times that are to come is done
  /// anew.
  void clockSetBack(long now) {
    livenessAt = Math.min(livenessAt, now);
    lookedAt = Math.min(lookedAt, now);
    leases.forget();
    publisher.clockSetBack(now);
  }

  /// A Transition is in the log: tell the world.
  void committed(long offset, Transition transition, long now) {
    publisher.committed(offset, transition, now);
  }

  /// What is to be done besides Transitions, while none is under way: the state is what the log
  /// says.
  void tend(LogPosition position, long now) {
    for (CellInputs.Beat beat : inputs.heartbeats()) {
      liveness.heard(beat.host(), beat.session(), now);
      leases.heard(state, beat, now);
    }
    publisher.tend(position, liveness, now);
  }

  /// Whether not everybody has been told everything yet.
  boolean isRestating() {
    return publisher.isRestating();
  }

  /// The next Transition, if there is something to say; its events are in the state already.
  ///
  /// @param idle whether a keep-alive is due
  /// @throws TooOldException when an input is of a type that this scheduler does not know
  /// @throws BrokenStateException when the state must be thrown away
  @Nullable Transition next(long now, boolean idle) {
    TransitionBuilder builder = new TransitionBuilder(machine, state, orders, clock.read(now));
    takeInputs(builder, now);
    if (now - livenessAt >= LIVENESS_EVERY) {
      livenessAt = now;
      for (CellInput input : liveness.check(state, inputs.heartbeatsReadThrough(), now)) {
        handleOwn(builder, input);
      }
    }
    for (CellInput.Beat beat : leases.due()) {
      handleOwn(builder, beat);
    }
    boolean lookedAfter = state.needsLookingAfter() && now - lookedAt >= LOOK_EVERY;
    if ((lookedAfter || state.tickDue(builder.at(), machine.rules()))
        && builder.hasRoomFor(PASS_BYTES)) {
      lookedAt = now;
      handleOwn(builder, new CellInput.Tick());
    }
    place(builder);
    if (builder.isEmpty() && !idle) {
      return null;
    }
    mostEvents = Math.min(MOST_EVENTS, mostEvents * 2);
    return new Transition(
        claim,
        nonce,
        seq++,
        builder.at(),
        requestsNext,
        reportsNext,
        builder.inputs(),
        builder.events());
  }

  private void place(TransitionBuilder builder) {
    placementDue |= builder.placementDue() || state.delayEndsBetween(placedAt, builder.at());
    if (placementDue && state.pendingVms() > 0 && builder.hasRoomFor(PASS_BYTES)) {
      int before = builder.eventCount();
      handleOwn(builder, new CellInput.Place());
      // A pass that did something may have stopped at its bound: another one finds out.
      placementDue = builder.eventCount() > before;
      placedAt = builder.at();
    } else if (state.pendingVms() == 0) {
      placementDue = false;
      placedAt = builder.at();
    }
  }

  private void takeInputs(TransitionBuilder builder, long now) {
    int taken = 0;
    for (CellInputs.Input input : inputs.peek()) {
      // However much there is to take in, whoever waits gets a turn each time.
      int pass = state.pendingVms() > 0 ? PASS_BYTES : 0;
      if (builder.eventCount() >= mostEvents || !builder.hasRoomFor(worstCase(input) + pass)) {
        break;
      }
      switch (input) {
        case CellInputs.Input.Requested r -> {
          // Whoever asked waits by the clock on the wall, not by that of the log.
          boolean late = now > r.request().notAfter();
          handleRecord(
              builder,
              late
                  ? new InputRef.LateRequests(r.offset(), r.offset())
                  : new InputRef.Requests(r.offset(), r.offset()),
              "requests",
              r.offset(),
              List.of(
                  late
                      ? new CellInput.Late(r.offset())
                      : new CellInput.Requested(r.offset(), r.request())));
          requestsNext = r.offset() + 1;
        }
        case CellInputs.Input.Reported r -> {
          handleRecord(
              builder,
              new InputRef.Reports(r.offset(), r.offset()),
              "reports",
              r.offset(),
              CellInput.Reported.of(r.batch()));
          reportsNext = r.offset() + 1;
          liveness.heard(r.batch().host(), r.batch().session(), now);
        }
        case CellInputs.Input.Unreadable u -> {
          boolean request = u.topic().equals("requests");
          handleRecord(
              builder,
              request
                  ? new InputRef.Requests(u.offset(), u.offset())
                  : new InputRef.Reports(u.offset(), u.offset()),
              u.topic(),
              u.offset(),
              u.skippable()
                  ? List.of()
                  : List.of(new CellInput.Rejected(u.topic(), u.offset(), u.reason())));
          if (request) {
            requestsNext = u.offset() + 1;
          } else {
            reportsNext = u.offset() + 1;
          }
        }
        case CellInputs.Input.TooNew t ->
            throw new TooOldException("%s@%d is a %s".formatted(t.topic(), t.offset(), t.type()));
      }
      taken++;
    }
    inputs.take(taken);
  }

  private void handleRecord(
      TransitionBuilder builder, InputRef ref, String topic, long offset, List<CellInput> parts) {
    String name = topic + "@" + offset;
    try {
      for (CellInput part : parts) {
        try {
          builder.handle(
              poisonous.contains(name)
                  ? new CellInput.Rejected(topic, offset, "the machine fails on it")
                  : part);
        } catch (TransitionBuilder.HandleException e) {
          builder.handle(
              new CellInput.Rejected(topic, offset, "the machine fails on it: " + e.getCause()));
        }
      }
    } catch (IllegalStateException e) {
      poisonous.add(name);
      throw new BrokenStateException(name, e);
    }
    builder.name(ref);
  }

  private void handleOwn(TransitionBuilder builder, CellInput input) {
    InputRef name =
        switch (input) {
          case CellInput.Tick _ -> new InputRef.Tick();
          case CellInput.Place _ -> new InputRef.Place();
          case CellInput.Silence s -> new InputRef.Silence(s.host(), s.session(), s.micros());
          case CellInput.Heard h -> new InputRef.Heard(h.host(), h.session());
          case CellInput.Beat b -> new InputRef.Beat(b.host(), b.session(), b.sent());
          case CellInput.Requested _,
              CellInput.Late _,
              CellInput.Reported _,
              CellInput.Rejected _ ->
              throw new IllegalArgumentException("an input with a record: " + input);
        };
    int before = builder.eventCount();
    try {
      builder.handle(input);
    } catch (TransitionBuilder.HandleException | IllegalStateException e) {
      throw new BrokenStateException(name.toString(), e);
    }
    if (builder.eventCount() > before) {
      builder.name(name);
    }
  }

  /// How many bytes may follow from an input: a job's admission repeats its spec; an exit may be
  /// followed by a restart that quotes it; of a host that joins, every VM may have to be given up.
  private static int worstCase(CellInputs.Input input) {
    return switch (input) {
      case CellInputs.Input.Requested r -> r.bytes() + 4_096;
      case CellInputs.Input.Reported r ->
          Math.max(r.bytes() * 5 / 2, joins(r.batch()) ? JOIN_BYTES : 0);
      case CellInputs.Input.Unreadable _, CellInputs.Input.TooNew _ -> 8_192;
    };
  }

  private static boolean joins(ReportBatch batch) {
    return batch.reports().stream().anyMatch(Report.Joined.class::isInstance);
  }

  /// This scheduler is too old for an input.
  static final class TooOldException extends RuntimeException {
    TooOldException(String message) {
      super(message);
    }
  }

  /// The state is not to be used any more.
  static final class BrokenStateException extends RuntimeException {
    BrokenStateException(String input, RuntimeException cause) {
      super("the machine broke on %s: %s".formatted(input, cause.getMessage()), cause);
    }
  }
}
