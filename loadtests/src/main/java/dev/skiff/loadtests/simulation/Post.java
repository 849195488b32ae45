package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.log.CellEvent.Outcome;
import dev.skiff.contracts.request.Request;
import java.util.function.Consumer;

/// Takes requests to a cell and brings their outcomes back, as a gateway does.
final class Post {
  private final World world;

  Post(World world) {
    this.world = world;
  }

  void send(SimulatedCell cell, Request request) {
    send(cell, request, outcome -> {});
  }

  /// @param answer called with the outcome, unless it is lost on the way
  void send(SimulatedCell cell, Request request, Consumer<Outcome> answer) {
    long delay =
        world.happens(Fault.REQUEST_LATE)
            ? world.between(50_000, 2_000_000)
            : world.between(200, 3_000);
    world.after(delay, () -> land(cell, request, answer));
  }

  private void land(SimulatedCell cell, Request request, Consumer<Outcome> answer) {
    CellTopics topics = cell.topics();
    if (topics.isFull()) {
      return;
    }
    if (world.happens(Fault.GARBAGE)) {
      topics.garbage(world.random.nextBoolean(), world.random.nextBoolean(), world.now());
    }
    int offset = topics.request(request, world.now());
    world.note("cell %s: requests@%d %s", cell.id(), offset, request);
    boolean lost = world.happens(Fault.ANSWER_LOST);
    cell.reference()
        .onOutcome(
            offset,
            outcome -> {
              if (!lost) {
                world.after(world.between(300, 10_000), () -> answer.accept(outcome));
              }
            });
    if (world.happens(Fault.RECORD_DOUBLED)) {
      topics.request(request, world.now());
    }
  }
}
