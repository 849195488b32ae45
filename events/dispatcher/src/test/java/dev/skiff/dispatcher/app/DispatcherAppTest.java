package dev.skiff.dispatcher.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.Topics;
import dev.skiff.contracts.function.EventFilter;
import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.function.FunctionRecord;
import dev.skiff.contracts.function.FunctionSpec;
import dev.skiff.contracts.function.Ordering;
import dev.skiff.contracts.function.Retries;
import dev.skiff.contracts.function.Scale;
import dev.skiff.contracts.function.Trigger;
import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Outcome;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent;
import dev.skiff.contracts.invocation.ReceiptFold;
import dev.skiff.contracts.invocation.ReceiptRecord;
import dev.skiff.contracts.invocation.ReceiptRecord.Progress;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import dev.skiff.contracts.wire.Decoded;
import dev.skiff.dispatcher.app.FakeFleet.Ran;
import dev.skiff.dispatcher.app.FakeFleet.Refused;
import dev.skiff.kafka.EventWriter;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.Lane;
import dev.skiff.kafka.ReaderTuning;
import dev.skiff.kafka.Received;
import dev.skiff.kafka.RecordReader;
import dev.skiff.kafka.RecordWriter;
import dev.skiff.kafka.WriterTuning;
import dev.skiff.kafka.fixture.KafkaFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherAppTest {
  private static final FunctionId ECHO = new FunctionId("default", "echo");
  private static final int PARTITION = ECHO.partition(Topics.INVOCATION_PARTITIONS);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<DispatcherApp> dispatchers = new ArrayList<>();
  private FakeFleet fleet;
  private KafkaSettings kafka;
  private RecordWriter writer;
  private RecordReader<ReceiptRecord> receipts;
  private final ReceiptFold fold = new ReceiptFold(true);
  private final List<ReceiptEvent> told = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    fleet = new FakeFleet();
    kafka = KafkaFixture.freshFleet(1);
    writer = RecordWriter.open(kafka, WriterTuning.defaults());
    writer.awaitReady(
        List.of(Lane.functions(kafka.topics()), Lane.invocations(kafka.topics(), PARTITION)),
        PATIENCE);
    receipts =
        RecordReader.open(
            kafka,
            ReaderTuning.defaults().withFetchWait(Duration.ofMillis(50)),
            null,
            List.of(Lane.receipts(kafka.topics(), PARTITION).fromBeginning()));
  }

  @AfterEach
  void stop() {
    dispatchers.forEach(DispatcherApp::close);
    receipts.close();
    writer.close();
    fleet.close();
  }

  @Test
  void shouldHandAnEventToAVmAndKeepWhatItAnswered() throws Exception {
    dispatch("d1");
    deploy(new Retries(1, 10, 10));
    long offset = invoke("hello");

    ReceiptEvent.Settled settled = settled(1).getFirst();
    assertThat(settled.offset()).isEqualTo(offset);
    assertThat(settled.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(Objects.requireNonNull(settled.output()).text()).contains("\"data\":\"hello\"");
    assertThat(fleet.calls)
        .singleElement()
        .satisfies(call -> {
          assertThat(call.invocation()).isEqualTo("i%d-%d".formatted(PARTITION, offset));
          assertThat(call.attempt()).isEqualTo(1);
        });
  }

  @Test
  void shouldServeManyWithFewVms() throws Exception {
    dispatch("d1");
    deploy(new Retries(1, 10, 10));
    for (int i = 0; i < 200; i++) {
      invoke("n" + i);
    }

    assertThat(settled(200)).extracting(ReceiptEvent.Settled::offset).doesNotHaveDuplicates();
    assertThat(fleet.calls.stream().map(FakeFleet.Call::vm).distinct()).hasSizeBetween(1, 4);
  }

  @Test
  void shouldPutWhatFailsForGoodWithTheDeadLetters() throws Exception {
    fleet.behave(call -> new Ran(false, "", "exit-nonzero"));
    dispatch("d1");
    deploy(new Retries(2, 10, 10));
    invoke("poison");

    ReceiptEvent.Settled settled = settled(1).getFirst();
    assertThat(settled.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(settled.attempts()).isEqualTo(2);
    assertThat(settled.detail()).isEqualTo("it failed");
    try (TopicContents letters = TopicContents.of(kafka, kafka.topics().deadLetters())) {
      TopicContents.Entry letter = letters.next();
      assertThat(letter.value()).isEqualTo("poison");
      assertThat(letter.headers())
          .containsEntry("ce_type", "test")
          .containsEntry("skiff_function", "default/echo")
          .containsEntry("skiff_code", "exit-nonzero")
          .containsEntry("skiff_attempts", "2");
    }
  }

  @Test
  void shouldTakeOverWhatAnotherDispatcherHadBegun() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    fleet.behave(call -> {
      if (call.attempt() == 1) {
        never.await();
      }
      return new Ran(true, "done", "");
    });
    DispatcherApp first = dispatch("d1");
    deploy(new Retries(3, 10, 10));
    invoke("long");
    await().atMost(PATIENCE).until(() -> fleet.calls.size() == 1);
    first.close();
    dispatch("d2");

    ReceiptEvent.Settled settled = settled(1).getFirst();
    never.countDown();
    assertThat(settled.attempts()).isEqualTo(2);
    assertThat(fleet.calls.getLast().epoch()).isGreaterThan(fleet.calls.getFirst().epoch());
    assertThat(fleet.calls.getLast().vm()).as("another one: that VM is busy").isNotNull();
  }

  /// It lets go of the partition and owns it anew: what it had read already is read again.
  @Test
  void shouldCarryOutWhatItHadReadWhenItWasTakenForStale() throws Exception {
    AtomicBoolean refused = new AtomicBoolean();
    fleet.behave(call ->
        refused.getAndSet(true) ? new Ran(true, "done", "") : new Refused(409, "stale-epoch"));
    dispatch("d1");
    deploy(new Retries(3, 10, 10));
    long offset = invoke("twice");

    assertThat(settled(1))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.offset()).isEqualTo(offset);
          assertThat(one.outcome()).isEqualTo(Outcome.SUCCEEDED);
        });
    assertThat(fleet.calls.getLast().epoch()).isGreaterThan(fleet.calls.getFirst().epoch());
  }

  @Test
  void shouldPutIntoTheFleetsTopicWhatAFunctionsOwnDoesNotTake() throws Exception {
    fleet.behave(call -> new Ran(false, "", "exit-nonzero"));
    dispatch("d1");
    deploy(new Retries(1, 10, 10), "no-such-topic");
    invoke("poison");

    assertThat(settled(1)).hasSize(1);
    try (TopicContents letters = TopicContents.of(kafka, kafka.topics().deadLetters())) {
      assertThat(letters.next().value()).isEqualTo("poison");
    }
  }

  @Test
  void shouldGoOnWithTheVmsThatAnotherDispatcherLeft() throws Exception {
    DispatcherApp first = dispatch("d1");
    deploy(new Retries(1, 10, 10));
    invoke("one");
    settled(1);
    first.close();
    dispatch("d2");
    invoke("two");

    settled(2);
    assertThat(fleet.calls)
        .extracting(FakeFleet.Call::vm)
        .hasSize(2)
        .containsOnly(fleet.vms().getFirst());
  }

  @Test
  void shouldShareThePartitions() throws Exception {
    DispatcherApp first = dispatch("d1");
    await().atMost(PATIENCE).until(() -> first.owned().size() == Topics.INVOCATION_PARTITIONS);
    DispatcherApp second = dispatch("d2");

    await()
        .atMost(PATIENCE)
        .until(() ->
            first.owned().size() == Topics.INVOCATION_PARTITIONS / 2
                && second.owned().size() == Topics.INVOCATION_PARTITIONS / 2);
    Set<Integer> all = new TreeSet<>(first.owned());
    all.addAll(second.owned());
    assertThat(all).hasSize(Topics.INVOCATION_PARTITIONS);
    deploy(new Retries(1, 10, 10));
    invoke("shared");
    assertThat(settled(1)).hasSize(1);
  }

  @Test
  void shouldInvokeForTheRecordsOfATopicThatTheFilterTakes() throws Exception {
    String topic = kafka.topics().prefix() + ".orders-of-shoes";
    dispatch("d1");
    deploy(
        new Retries(1, 10, 10),
        new Trigger.Topic(
            "shoes",
            topic,
            "earliest",
            List.of(new EventFilter.Prefix(Map.of("type", "shoe."))),
            Ordering.KEY,
            100));
    create(topic);
    try (EventWriter events = EventWriter.open(kafka)) {
      for (String type : List.of("shoe.sold", "hat.sold", "shoe.returned")) {
        events.write(topic, event(type, "size 42"), Map.of());
      }
    }

    assertThat(settled(2)).allSatisfy(one -> assertThat(one.code()).isEmpty());
    assertThat(fleet.calls)
        .extracting(call -> call.event().path("type").asText())
        .containsExactly("shoe.sold", "shoe.returned");
  }

  @Test
  void shouldKeepARecordThatSaysThatItIsAnEventAndIsNone() throws Exception {
    String topic = kafka.topics().prefix() + ".broken";
    dispatch("d1");
    deploy(
        new Retries(1, 10, 10),
        new Trigger.Topic("t", topic, "earliest", List.of(), Ordering.NONE, 100));
    create(topic);
    try (EventWriter events = EventWriter.open(kafka)) {
      events.write(
          topic,
          new Event(event("x", "not json").attributes(), new Payload("not json", null)),
          Map.of("content-type", "application/cloudevents+json"));
    }

    try (TopicContents letters = TopicContents.of(kafka, kafka.topics().deadLetters())) {
      TopicContents.Entry letter = letters.next();
      assertThat(letter.headers())
          .containsEntry("skiff_code", "malformed-event")
          .containsEntry("ce_kafkatopic", topic);
      assertThat(letter.value()).isEqualTo("not json");
    }
  }

  /// After the trigger, which waits for it.
  private void create(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static Event event(String type, String data) {
    return new Event(
        Map.of(
            "id", type, "source", "/test", "type", type, "specversion", "1.0", "partitionkey", "k"),
        new Payload(data, null));
  }

  private DispatcherApp dispatch(String id) {
    DispatcherApp app =
        DispatcherApp.start(
            new DispatcherConfig(id, kafka.withClientId(id), fleet.url(), null, null));
    dispatchers.add(app);
    return app;
  }

  private void deploy(Retries retries, Trigger... triggers) {
    deploy(retries, null, triggers);
  }

  private void deploy(Retries retries, @Nullable String deadLetters, Trigger... triggers) {
    FunctionSpec spec =
        new FunctionSpec(
            ECHO,
            Map.of(),
            new VmSpec(
                "skiff/busybox",
                List.of("cat"),
                Map.of(),
                null,
                null,
                false,
                false,
                new Resources(250, 128, 64, 1)),
            Serve.Protocol.STDIO,
            8_080,
            1,
            30,
            PlacementSpec.ANYWHERE,
            new Scale(0, 4, 0, 60_000),
            30_000,
            retries,
            deadLetters,
            List.of(triggers));
    var _ =
        writer
            .send(
                Lane.functions(kafka.topics()),
                ECHO.toString(),
                new FunctionRecord.Deployed(spec, 1))
            .join();
  }

  private long invoke(String data) {
    Event event =
        new Event(
            Map.of(
                "id",
                data,
                "source",
                "/test",
                "type",
                "test",
                "specversion",
                "1.0",
                "datacontenttype",
                "text/plain"),
            new Payload(data, null));
    return writer
        .send(
            Lane.invocations(kafka.topics(), PARTITION),
            null,
            new Invoke(
                ECHO,
                event,
                "events",
                null,
                null,
                null,
                null,
                null,
                System.currentTimeMillis() * 1_000))
        .join()
        .offset();
  }

  /// So many invocations that are over, by what counts of the receipts.
  private List<ReceiptEvent.Settled> settled(int expected) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          for (Received<ReceiptRecord> received : receipts.poll(Duration.ofMillis(50))) {
            if (received.decoded() instanceof Decoded.Ok<? extends ReceiptRecord>(var record)
                && fold.counts(received.offset(), record)
                && record instanceof Progress progress) {
              told.addAll(progress.events());
            }
          }
          return over().size() >= expected;
        });
    return over();
  }

  private List<ReceiptEvent.Settled> over() {
    return told.stream()
        .filter(ReceiptEvent.Settled.class::isInstance)
        .map(ReceiptEvent.Settled.class::cast)
        .toList();
  }
}
