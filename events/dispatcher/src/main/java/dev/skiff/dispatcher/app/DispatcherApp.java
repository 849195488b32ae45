package dev.skiff.dispatcher.app;

import dev.skiff.contracts.Topics;
import dev.skiff.contracts.invocation.InvocationRecord;
import dev.skiff.kafka.EventWriter;
import dev.skiff.kafka.Feed;
import dev.skiff.kafka.GroupMembership;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.PositionLostException;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out invocations of functions: owns partitions of `skiff.invocations`, asks the fleet for
/// VMs, and hands events to them. Any number may run; each partition has one owner.
///
/// ```
/// try (DispatcherApp dispatcher = DispatcherApp.start(config)) { ... }
/// ```
public final class DispatcherApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DispatcherApp.class);
  private static final Duration MEMBER_POLL = Duration.ofMillis(500);
  private static final Duration READ_POLL = Duration.ofMillis(500);
  private static final Duration AGAIN_AFTER = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final DispatcherConfig config;
  private final KafkaSettings settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final RecordWriter writer;
  private final EventWriter events;
  private final FunctionTable functions;
  private final DispatcherParts parts;
  private final Map<Integer, PartitionOwner> owners = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RecordReader<InvocationRecord>> reader =
      new AtomicReference<>();
  private final Thread member =
      Thread.ofPlatform().name("dispatcher-member").unstarted(this::share);
  private final Thread reading =
      Thread.ofPlatform().name("dispatcher-reader").unstarted(this::read);
  private volatile boolean closed;

  private DispatcherApp(DispatcherConfig config) {
    this.config = config;
    this.settings = config.kafka();
    this.writer = RecordWriter.open(settings, WriterTuning.defaults());
    this.events = EventWriter.open(settings);
    this.functions = new FunctionTable(settings);
    this.parts =
        new DispatcherParts(
            config,
            writer,
            functions,
            new FleetApi(http, config),
            new AgentApi(http, config.agentToken()),
            new Deliveries(events, http, settings.topics().deadLetters(), threads),
            threads,
            this::wakeReader);
  }

  /// Begins to share in the work. Does not wait for Kafka or the API to answer.
  public static DispatcherApp start(DispatcherConfig config) {
    DispatcherApp app = new DispatcherApp(config);
    app.functions.start();
    app.member.start();
    app.reading.start();
    return app;
  }

  /// The partitions that this dispatcher owns and knows its way in.
  public Set<Integer> owned() {
    return new TreeSet<>(ownerships().keySet());
  }

  private void share() {
    String group = settings.topics().prefix() + ".dispatchers";
    while (!closed) {
      try (GroupMembership membership =
          GroupMembership.join(
              settings.withClientId(config.id() + "-member"),
              group,
              settings.topics().invocations())) {
        while (!closed) {
          adjust(membership.poll(MEMBER_POLL));
        }
      } catch (KafkaUnreachableException e) {
        LOG.warn("{}; joining again", e.getMessage());
        pause();
      }
      adjust(Set.of());
    }
  }

  private void adjust(Set<Integer> mine) {
    for (Map.Entry<Integer, PartitionOwner> entry : Map.copyOf(owners).entrySet()) {
      if (!mine.contains(entry.getKey())) {
        owners.remove(entry.getKey());
        entry.getValue().close();
        LOG.info("partition {}: somebody else's from now on", entry.getKey());
      }
    }
    for (int partition : mine) {
      if (partition < Topics.INVOCATION_PARTITIONS && !owners.containsKey(partition)) {
        PartitionOwner owner = new PartitionOwner(partition, parts);
        owners.put(partition, owner);
        owner.start();
      }
    }
  }

  /// Reads the invocations of all partitions that are owned, with one reader: it is opened anew
  /// when they change, and when one of them is owned anew.
  private void read() {
    while (!closed) {
      Map<Integer, Ownership> served = ownerships();
      if (served.isEmpty()) {
        pause();
        continue;
      }
      List<Feed<InvocationRecord>> feeds = new ArrayList<>();
      served.forEach((partition, ownership) ->
          feeds.add(Lane.invocations(settings.topics(), partition).at(ownership.readNext())));
      try (RecordReader<InvocationRecord> opened =
          RecordReader.open(
              settings.withClientId(config.id() + "-invocations"),
              ReaderTuning.defaults(),
              null,
              feeds)) {
        reader.set(opened);
        Set<Integer> paused = new HashSet<>();
        while (!closed && served.equals(ownerships())) {
          for (Received<InvocationRecord> received : opened.poll(READ_POLL)) {
            Ownership ownership = served.get(received.partition().partition());
            if (ownership != null) {
              ownership.read(received);
            }
          }
          served.forEach((partition, ownership) -> press(opened, partition, ownership, paused));
        }
      } catch (KafkaUnreachableException | PositionLostException e) {
        LOG.warn("invocations cannot be read, trying again: {}", e.getMessage());
        pause();
      } finally {
        reader.set(null);
      }
    }
  }

  private Map<Integer, Ownership> ownerships() {
    Map<Integer, Ownership> now = new HashMap<>();
    owners.forEach((partition, owner) -> {
      Ownership ownership = owner.current();
      if (ownership != null) {
        now.put(partition, ownership);
      }
    });
    return now;
  }

  private void press(
      RecordReader<InvocationRecord> from,
      int partition,
      Ownership ownership,
      Set<Integer> paused) {
    Lane<InvocationRecord> lane = Lane.invocations(settings.topics(), partition);
    if (ownership.isFull() && paused.add(partition)) {
      from.pause(lane);
    } else if (!ownership.isFull() && paused.remove(partition)) {
      from.resume(lane);
    }
  }

  private void wakeReader() {
    RecordReader<InvocationRecord> open = reader.get();
    if (open != null) {
      open.wakeup();
    }
  }

  private void pause() {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    wakeReader();
    owners.values().forEach(PartitionOwner::close);
    functions.close();
    try {
      member.join(CLOSING);
      reading.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    http.close();
    writer.close();
    events.close();
  }
}
