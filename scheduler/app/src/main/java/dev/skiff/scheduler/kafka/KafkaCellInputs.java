package dev.skiff.scheduler.kafka;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.report.ReportBatch;
import dev.skiff.contracts.request.Request;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.contracts.wire.WireRecord;
import dev.skiff.core.owner.CellInputs;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests, reports and heartbeats of one cell, read by one thread with one reader. Requests
/// and reports take turns, so that neither waits behind a backlog of the other. When the worker
/// falls behind, they are held back at the broker; heartbeats are read all the same, as they are
/// taken together and cost next to nothing.
public final class KafkaCellInputs implements CellInputs, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaCellInputs.class);
  private static final int MOST_INPUTS = 4_096;
  private static final long MOST_BYTES = 8L * 1024 * 1024;
  private static final int SHOWN_AT_ONCE = 256;
  private static final String REQUESTS = "requests";
  private static final String REPORTS = "reports";
  private static final ReaderTuning TUNING = ReaderTuning.defaults().withMaxBytes(2 * 1024 * 1024);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final Lane<Request> requests;
  private final Lane<ReportBatch> reports;
  private final Lane<Heartbeat> heartbeats;
  private final EndOffsets ends;
  private final PoisonSink poison;
  private final Runnable wake;
  private final ReaderThread<WireRecord> thread;
  private final Runnable unwatch;
  private final ReadProof proof = new ReadProof();

  private final Ahead requestsAhead = new Ahead();
  private final Ahead reportsAhead = new Ahead();
  private final BeatLog beats = new BeatLog();
  private long requestsNext;
  private long reportsNext;

  /// What was shown last, so that it is known whose turn it was.
  private List<Input> shown = List.of();

  /// What was read of one lane and not taken yet.
  private static final class Ahead {
    private final ReadAhead<Input> inputs = new ReadAhead<>(MOST_INPUTS, MOST_BYTES);
    private boolean held;

    private void forget() {
      inputs.clear();
      held = false;
    }

    private boolean makesRoom() {
      return held && inputs.isRoomy();
    }

    private void holdBack(RecordReader<WireRecord> reader, Lane<? extends WireRecord> lane) {
      if (!held && inputs.isFull()) {
        reader.pause(lane);
        held = true;
      } else if (makesRoom()) {
        reader.resume(lane);
        held = false;
      }
    }
  }

  /// @param wake run on the reading thread when there may be something to do
  public KafkaCellInputs(
      KafkaSettings settings, CellId cell, EndOffsets ends, PoisonSink poison, Runnable wake) {
    this.settings = settings.withClientId(settings.clientId() + "-inputs-" + cell);
    this.requests = Lane.requests(settings.topics(), cell);
    this.reports = Lane.reports(settings.topics(), cell);
    this.heartbeats = Lane.heartbeats(settings.topics(), cell);
    this.ends = ends;
    this.poison = poison;
    this.wake = wake;
    this.thread = new ReaderThread<>("skiff-inputs-" + cell, new Work());
    this.unwatch = ends.watch(new HeartbeatEnd());
  }

  @Override
  public synchronized void seek(long nextRequest, long nextReport) {
    forget();
    requestsNext = nextRequest;
    reportsNext = nextReport;
    thread.restart();
  }

  @Override
  public synchronized void pause() {
    forget();
    thread.pause();
  }

  @Override
  public synchronized List<Input> peek() {
    shown =
        Turns.taken(
            requestsAhead.inputs.head(SHOWN_AT_ONCE), reportsAhead.inputs.head(SHOWN_AT_ONCE));
    return shown;
  }

  @Override
  public synchronized void take(int count) {
    int ofRequests = 0;
    for (Input input : shown.subList(0, count)) {
      ofRequests += isRequest(input) ? 1 : 0;
    }
    requestsAhead.inputs.drop(ofRequests);
    reportsAhead.inputs.drop(count - ofRequests);
    shown = shown.subList(count, shown.size());
    if (requestsAhead.makesRoom() || reportsAhead.makesRoom()) {
      thread.roomMade();
    }
  }

  private static boolean isRequest(Input input) {
    return switch (input) {
      case Input.Requested _ -> true;
      case Input.Reported _ -> false;
      case Input.Unreadable unreadable -> unreadable.topic().equals(REQUESTS);
      case Input.TooNew tooNew -> tooNew.topic().equals(REQUESTS);
    };
  }

  @Override
  public synchronized List<Beat> heartbeats() {
    return beats.take();
  }

  @Override
  public synchronized long heartbeatsReadThrough() {
    return proof.through(beats.handedOut());
  }

  @Override
  public void close() {
    unwatch.run();
    thread.close();
  }

  private void forget() {
    requestsAhead.forget();
    reportsAhead.forget();
    shown = List.of();
    beats.end();
    proof.reset();
  }

  private final class Work implements ReaderThread.Work<WireRecord> {
    @Override
    public RecordReader<WireRecord> open() throws KafkaUnreachableException {
      long nextRequest;
      long nextReport;
      synchronized (KafkaCellInputs.this) {
        nextRequest = requestsNext;
        nextReport = reportsNext;
        requestsAhead.held = false;
        reportsAhead.held = false;
      }
      return RecordReader.open(
          settings,
          TUNING,
          poison,
          List.of(requests.at(nextRequest), reports.at(nextReport), heartbeats.fromEnd()));
    }

    @Override
    public void opened(RecordReader<WireRecord> reader, ReaderThread.Still still)
        throws KafkaUnreachableException {
      long next = reader.position(heartbeats);
      synchronized (KafkaCellInputs.this) {
        if (still.current()) {
          beats.begin(next);
        }
      }
      ends.askSoon();
    }

    @Override
    public boolean mayRead(RecordReader<WireRecord> reader) {
      synchronized (KafkaCellInputs.this) {
        requestsAhead.holdBack(reader, requests);
        reportsAhead.holdBack(reader, reports);
        return !beats.isFull();
      }
    }

    @Override
    public void received(List<Received<WireRecord>> records, ReaderThread.Still still) {
      synchronized (KafkaCellInputs.this) {
        if (!still.current()) {
          return;
        }
        records.forEach(KafkaCellInputs.this::keep);
      }
      wake.run();
    }

    /// Records that were to be handled are gone; the cell goes on at the first that is there.
    @Override
    public boolean positionLost(
        RecordReader<WireRecord> reader, PositionLostException gone, ReaderThread.Still still)
        throws KafkaUnreachableException {
      boolean inputs = false;
      long nextRequest = -1;
      long nextReport = -1;
      if (gone.positions().containsKey(requests.partition())) {
        nextRequest = firstThere(reader, requests);
        inputs = true;
      }
      if (gone.positions().containsKey(reports.partition())) {
        nextReport = firstThere(reader, reports);
        inputs = true;
      }
      synchronized (KafkaCellInputs.this) {
        if (inputs && still.current()) {
          LOG.error(
              "inputs were deleted before they were handled: {}; going on at the first that is"
                  + " there",
              gone.positions());
          requestsNext = nextRequest >= 0 ? nextRequest : requestsNext;
          reportsNext = nextReport >= 0 ? nextReport : reportsNext;
        }
      }
      wake.run();
      return true;
    }

    private long firstThere(RecordReader<WireRecord> reader, Lane<? extends WireRecord> lane)
        throws KafkaUnreachableException {
      return reader.beginningOffset(lane, PATIENCE);
    }
  }

  private void keep(Received<WireRecord> received) {
    if (received.partition().equals(heartbeats.partition())) {
      if (received.decoded() instanceof Decoded.Ok<?>(Heartbeat heartbeat)) {
        beats.add(heartbeat, received.offset());
      } else {
        beats.skip(received.offset());
      }
      return;
    }
    boolean request = received.partition().equals(requests.partition());
    if (request) {
      requestsNext = received.offset() + 1;
    } else {
      reportsNext = received.offset() + 1;
    }
    int bytes = Math.max(0, received.bytes());
    Ahead ahead = request ? requestsAhead : reportsAhead;
    ahead.inputs.add(input(request ? REQUESTS : REPORTS, received, bytes), bytes);
  }

  /// The input that a record is.
  static Input input(String topic, Received<? extends WireRecord> received, int bytes) {
    long offset = received.offset();
    return switch (received.decoded()) {
      case Decoded.Ok<? extends WireRecord>(Request request) ->
          new Input.Requested(offset, bytes, request);
      case Decoded.Ok<? extends WireRecord>(ReportBatch batch) ->
          new Input.Reported(offset, bytes, batch);
      case Decoded.Ok<? extends WireRecord>(WireRecord other) ->
          new Input.Unreadable(
              topic, offset, "a " + other.getClass().getSimpleName() + " is none of it", false);
      case Decoded.Skipped<? extends WireRecord>(String type) ->
          new Input.Unreadable(topic, offset, type + " may be skipped", true);
      case Decoded.TooNew<? extends WireRecord>(String type) ->
          new Input.TooNew(topic, offset, type);
      case Decoded.Refused<? extends WireRecord>(String reason) ->
          new Input.Unreadable(topic, offset, reason, false);
    };
  }

  /// Asks for the end of the heartbeats while they are being read.
  private final class HeartbeatEnd implements EndOffsets.Watcher {
    @Override
    public Lane<?> lane() {
      return heartbeats;
    }

    @Override
    public long position() {
      synchronized (KafkaCellInputs.this) {
        return beats.readTo();
      }
    }

    /// Hosts are given seconds; a proof a second old costs them nothing.
    @Override
    public long everyNanos() {
      return 1_000_000_000;
    }

    @Override
    public void ended(long position, long askedAt, long end) {
      synchronized (KafkaCellInputs.this) {
        if (beats.readTo() >= position) {
          proof.asked(askedAt, end);
        }
      }
    }
  }
}
