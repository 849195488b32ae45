package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.wire.Codecs;
import dev.skiff.core.owner.CellInputs;
import java.util.ArrayList;
import java.util.List;

/// The inputs as one scheduler meets them: in order within a topic, interleaved by chance between
/// topics.
final class SimulatedInputs implements CellInputs {
  private static final int AT_MOST = 40;

  private final World world;
  private final Broker broker;
  private boolean reading;
  private long requestsNext;
  private long reportsNext;
  private long beatsNext;
  private long proof;
  private List<Input> shown = List.of();

  SimulatedInputs(World world, Broker broker) {
    this.world = world;
    this.broker = broker;
  }

  @Override
  public void seek(long requests, long reports) {
    reading = true;
    requestsNext = requests;
    reportsNext = reports;
    beatsNext = broker.heartbeats.size();
    proof = 0;
  }

  @Override
  public void pause() {
    reading = false;
  }

  @Override
  public List<Input> peek() {
    List<Input> inputs = new ArrayList<>();
    long request = requestsNext;
    long report = reportsNext;
    int requests = broker.requests.sizeAt(world.now() - world.between(0, 2_000));
    int reports = broker.reports.sizeAt(world.now() - world.between(0, 2_000));
    while (reading && inputs.size() < AT_MOST && (request < requests || report < reports)) {
      boolean takeRequest = report >= reports || (request < requests && world.random.nextBoolean());
      if (takeRequest) {
        inputs.add(new Input.Requested(request, 1_000, broker.requests.get(request)));
        request++;
      } else {
        ReportBatch batch = broker.reports.get(report);
        inputs.add(new Input.Reported(report, Codecs.REPORT.encode(batch).length, batch));
        report++;
      }
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
        case Input.Unreadable _, Input.TooNew _ -> throw new AssertionError(input);
      }
    }
  }

  @Override
  public List<Beat> heartbeats() {
    List<Beat> beats = new ArrayList<>();
    while (reading && beatsNext < broker.heartbeats.size()) {
      beats.add(broker.heartbeats.get(beatsNext));
      beatsNext++;
    }
    proof = world.now();
    return beats;
  }

  @Override
  public long heartbeatsReadThrough() {
    return proof;
  }
}
