package dev.skiff.loadtests.fleet;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.order.OrderBatch;
import dev.skiff.contracts.report.Heartbeat;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.kafka.Feed;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The duty cycle of a fleet: orders in, time, reports and heartbeats out. One thread does it all.
final class FleetLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);
  private static final long BEAT_MICROS = 1_000_000;

  /// What became of a record is looked at this often when no orders come.
  private static final long LONGEST_WAIT = 5_000;

  /// With thousands of hosts there is always a timer that is due; a millisecond of them is run
  /// together.
  private static final long SHORTEST_WAIT = 1_000;

  private static final ReaderTuning TUNING = ReaderTuning.defaults().withMaxBytes(16 << 20);

  private final FleetConfig config;
  private final HostWorld world;
  private final LongSupplier clock;
  private final List<FleetHost> hosts = new ArrayList<>();
  private final Map<String, FleetHost> byName = new HashMap<>();
  private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
  private RecordReader<OrderBatch> orders;
  private long beatsFrom;
  private long beatsSent;

  private record Command(FleetHost host, ObjLongConsumer<FleetHost> what) {}

  /// Opens the orders from their end as it is now, then starts every agent.
  ///
  /// @param clock microseconds since the epoch
  FleetLoop(FleetConfig config, HostWorld world, LongSupplier clock)
      throws KafkaUnreachableException {
    this.config = config;
    this.world = world;
    this.clock = clock;
    this.orders = open();
    for (int i = 0; i < config.hosts(); i++) {
      FleetHost host =
          new FleetHost(config.host(i), config.cell(i), SimulatedFacts.of(config, i), world);
      hosts.add(host);
      byName.put(host.id().value(), host);
    }
    long now = clock.getAsLong();
    hosts.forEach(host -> host.start(now));
    beatsFrom = now;
  }

  private RecordReader<OrderBatch> open() throws KafkaUnreachableException {
    Map<Lane<OrderBatch>, Feed<OrderBatch>> feeds = new LinkedHashMap<>();
    for (int i = 0; i < config.hosts(); i++) {
      Lane<OrderBatch> lane = Lane.orders(config.kafka().topics(), config.cell(i), config.host(i));
      feeds.computeIfAbsent(lane, Lane::fromEnd);
    }
    return RecordReader.open(config.kafka(), TUNING, null, feeds.values());
  }

  /// One cycle; waits for orders for some milliseconds at most.
  void doWork() throws KafkaUnreachableException {
    try {
      long wait =
          Math.clamp(world.timers().next() - clock.getAsLong(), SHORTEST_WAIT, LONGEST_WAIT);
      for (Received<OrderBatch> received : orders.poll(Duration.ofNanos(wait * 1_000))) {
        take(received);
      }
    } catch (PositionLostException e) {
      LOG.warn("orders were lost: {}", e.getMessage());
      orders.close();
      orders = open();
      hosts.forEach(host -> host.joinAgain("orders were lost", clock.getAsLong()));
    }
    long now = clock.getAsLong();
    for (Command command = commands.poll(); command != null; command = commands.poll()) {
      command.what().accept(command.host(), now);
    }
    world.writer().tell(now);
    world.timers().run(now);
    beat(now);
  }

  private void take(Received<OrderBatch> received) {
    FleetHost host = received.key() == null ? null : byName.get(received.key());
    if (host != null && received.decoded() instanceof Decoded.Ok<?>(OrderBatch batch)) {
      long now = clock.getAsLong();
      world.tally().orderRecords.increment();
      world.tally().lagMillis.set(now / 1_000 - received.appendedMillis());
      host.orders(batch, now);
    }
  }

  /// Heartbeats are spread over the second; a fleet that was held up leaves some out.
  private void beat(long now) {
    long due = (now - beatsFrom) * hosts.size() / BEAT_MICROS;
    beatsSent = Math.max(beatsSent, due - hosts.size());
    while (beatsSent < due) {
      int number = (int) (beatsSent++ % hosts.size());
      FleetHost host = hosts.get(number);
      Heartbeat heartbeat = host.beat(now);
      if (heartbeat != null) {
        world.tally().heartbeats.increment();
        world.writer().heartbeat(config.cell(number), host, heartbeat);
      }
    }
  }

  /// Has something done to a host by the loop's thread. May be called from any.
  ///
  /// @return false when there is no such host
  boolean command(HostId id, ObjLongConsumer<FleetHost> what) {
    FleetHost host = byName.get(id.value());
    return host != null && commands.add(new Command(host, what));
  }

  @Override
  public void close() {
    orders.close();
  }
}
