package dev.skiff.loadtests.simulation;

import static dev.skiff.loadtests.simulation.InvariantViolation.require;

import dev.skiff.contracts.log.CellEvent;
import dev.skiff.contracts.log.InputRef;
import dev.skiff.contracts.log.LogRecord.Transition;
import dev.skiff.contracts.report.Report;
import dev.skiff.core.cell.CellInput;
import dev.skiff.core.cell.CellMachine;
import dev.skiff.core.cell.CellState;
import dev.skiff.core.owner.CellInputs.Input;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/// Computes a Transition again from what its owner saw, as it names it: the same inputs on the same
/// state at the same time must come to the same events. Every input must be covered once, in order.
final class Recomputing {
  private final CellMachine machine = new CellMachine(Scale.RULES);
  private final CellTopics topics;
  private long requestsNext;
  private long reportsNext;
  private long lastAt;

  Recomputing(CellTopics topics) {
    this.topics = topics;
  }

  /// @param apply takes each event into the state; the next input is handled after that
  void check(Transition transition, CellState state, Consumer<CellEvent> apply) {
    require(transition.at() >= lastAt, "time runs backwards in %s", transition);
    lastAt = transition.at();
    Iterator<CellEvent> written = transition.events().iterator();
    for (InputRef ref : transition.inputs()) {
      for (CellInput input : inputs(ref)) {
        for (CellEvent computed : machine.handle(state, input, transition.at())) {
          require(written.hasNext(), "%s gives %s, which was not written", input, computed);
          CellEvent event = written.next();
          require(computed.equals(event), "%s gives%n%s, written was%n%s", input, computed, event);
          apply.accept(event);
        }
      }
    }
    require(!written.hasNext(), "no input gives what was written: %s", transition);
    require(
        requestsNext == transition.requestsNext() && reportsNext == transition.reportsNext(),
        "covers requests to %d and reports to %d, says %s",
        requestsNext,
        reportsNext,
        transition);
  }

  private List<CellInput> inputs(InputRef ref) {
    return switch (ref) {
      case InputRef.Requests(long first, long last) -> {
        require(first == requestsNext, "requests %d to %d follow %d", first, last, requestsNext);
        requestsNext = last + 1;
        yield records(topics.requests, first, last);
      }
      case InputRef.LateRequests(long first, long last) -> {
        require(first == requestsNext, "requests %d to %d follow %d", first, last, requestsNext);
        requestsNext = last + 1;
        yield LongStream.rangeClosed(first, last).<CellInput>mapToObj(CellInput.Late::new).toList();
      }
      case InputRef.Reports(long first, long last) -> {
        require(first == reportsNext, "reports %d to %d follow %d", first, last, reportsNext);
        reportsNext = last + 1;
        yield records(topics.reports, first, last);
      }
      case InputRef.Tick _ -> List.of(new CellInput.Tick());
      case InputRef.Place _ -> List.of(new CellInput.Place());
      case InputRef.Silence s -> List.of(new CellInput.Silence(s.host(), s.session(), s.micros()));
      case InputRef.Heard h -> List.of(new CellInput.Heard(h.host(), h.session()));
      case InputRef.Beat b -> List.of(new CellInput.Beat(b.host(), b.session(), b.sent()));
    };
  }

  private static List<CellInput> records(Topic<Input> topic, long first, long last) {
    require(last < topic.size(), "inputs to %d are covered, there are %d", last, topic.size());
    List<CellInput> inputs = new ArrayList<>();
    for (long offset = first; offset <= last; offset++) {
      switch (topic.get(offset)) {
        case Input.Requested r -> inputs.add(new CellInput.Requested(r.offset(), r.request()));
        case Input.Reported r -> {
          for (Report report : r.batch().reports()) {
            inputs.add(new CellInput.Reported(r.batch().host(), r.batch().session(), report));
          }
        }
        case Input.Unreadable u -> {
          if (!u.skippable()) {
            inputs.add(new CellInput.Rejected(u.topic(), u.offset(), u.reason()));
          }
        }
        case Input.TooNew t -> throw new AssertionError(t);
      }
    }
    return inputs;
  }
}
