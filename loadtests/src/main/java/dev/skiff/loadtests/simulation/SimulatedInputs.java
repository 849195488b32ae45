package dev.skiff.loadtests.simulation;

import dev.skiff.core.owner.CellInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/// The inputs as one scheduler meets them: in order within a topic, interleaved by chance between
/// topics. Heartbeats may be behind, and it knows how far.
final class SimulatedInputs implements CellInputs {
  private static final int AT_MOST = 30;

  private final World world;
  private final CellTopics topics;
  private final LongSupplier clock;
  private boolean reading;
  private long requestsNext;
  private long reportsNext;
  private long beatsNext;
  private long stuckSince;
  private long stuckUntil;
  private long proof;
  private List<Input> shown = List.of();

  SimulatedInputs(World world, CellTopics topics, LongSupplier clock) {
    this.world = world;
    this.topics = topics;
    this.clock = clock;
  }

  @Override
  public void seek(long requests, long reports) {
    reading = true;
    requestsNext = requests;
    reportsNext = reports;
    beatsNext = topics.heartbeats.size();
    proof = 0;
  }

  @Override
  public void pause() {
    reading = false;
  }

  @Override
  public List<Input> peek() {
    if (!reading) {
      shown = List.of();
      return shown;
    }
    long lag = world.between(0, world.happens(Fault.READ_LATE) ? 200_000 : 2_000);
    int requests = topics.requests.sizeAt(world.now() - lag);
    int reports = topics.reports.sizeAt(world.now() - world.between(0, 2_000));
    long request = requestsNext;
    long report = reportsNext;
    List<Input> inputs = new ArrayList<>();
    while (inputs.size() < AT_MOST && (request < requests || report < reports)) {
      boolean takeRequest = report >= reports || (request < requests && world.random.nextBoolean());
      inputs.add(takeRequest ? topics.requests.get(request++) : topics.reports.get(report++));
    }
    shown = inputs;
    return inputs;
  }

  @Override
  public void take(int count) {
    for (Input input : shown.subList(0, count)) {
      switch (input) {
        case Input.Requested r -> requestsNext = r.offset() + 1;
        case Input.Reported r -> reportsNext = r.offset() + 1;
        case Input.Unreadable u -> {
          if (u.topic().equals("requests")) {
            requestsNext = u.offset() + 1;
          } else {
            reportsNext = u.offset() + 1;
          }
        }
        case Input.TooNew _ -> throw new AssertionError(input);
      }
    }
  }

  @Override
  public List<Beat> heartbeats() {
    if (!reading) {
      return List.of();
    }
    if (world.now() >= stuckUntil && world.happens(Fault.HEARTBEATS_STUCK)) {
      stuckSince = world.now();
      stuckUntil = stuckSince + world.between(0, 3_000_000);
    }
    long lag = world.hasFaults() && world.now() < stuckUntil ? world.now() - stuckSince : 0;
    int visible = topics.heartbeats.sizeAt(world.now() - lag);
    List<Beat> beats = new ArrayList<>();
    while (beatsNext < visible) {
      beats.add(topics.heartbeats.get(beatsNext));
      beatsNext++;
    }
    proof = clock.getAsLong() - lag;
    return beats;
  }

  @Override
  public long heartbeatsReadThrough() {
    return proof;
  }
}
