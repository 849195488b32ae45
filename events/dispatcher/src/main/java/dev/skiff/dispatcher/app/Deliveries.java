package dev.skiff.dispatcher.app;

import dev.skiff.contracts.invocation.Event;
import dev.skiff.contracts.invocation.EventJson;
import dev.skiff.contracts.invocation.InvocationRecord.Invoke;
import dev.skiff.contracts.invocation.Payload;
import dev.skiff.contracts.invocation.ReceiptEvent.Settled;
import dev.skiff.dispatcher.core.DispatchEffect.Deliver;
import dev.skiff.kafka.EventWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever must know before an invocation counts as over: dead-letter topics, reply topics,
/// callbacks. The fleet's own topic for dead letters is tried until it takes the event; the others
/// a few times.
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final int CALLBACK_TRIES = 3;
  private static final int TOPIC_TRIES = 3;
  private static final Duration CALLBACK_PATIENCE = Duration.ofSeconds(10);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final EventWriter events;
  private final HttpClient http;
  private final String deadLetters;
  private final ExecutorService threads;

  /// @param deadLetters the topic of functions that name none
  Deliveries(EventWriter events, HttpClient http, String deadLetters, ExecutorService threads) {
    this.events = events;
    this.http = http;
    this.deadLetters = deadLetters;
    this.threads = threads;
  }

  /// @param done run once it is told, or cannot be
  void deliver(Deliver deliver, Runnable done) {
    threads.execute(() -> {
      try {
        switch (deliver.destination()) {
          case DEAD_LETTERS -> bury(deliver);
          case REPLY_TOPIC -> {
            String topic = deliver.invoke().replyTopic();
            boolean _ = topic != null && toTopic(topic, reply(deliver), Map.of(), TOPIC_TRIES);
          }
          case CALLBACK -> callBack(deliver);
        }
        done.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /// Keeps an event that was never an invocation. Blocks until it is there.
  void refuse(Invoke invoke, String code, String detail) throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("skiff_function", invoke.function().toString());
    headers.put("skiff_outcome", "refused");
    headers.put("skiff_code", code);
    headers.put("skiff_detail", detail);
    headers.put("skiff_attempts", "0");
    if (invoke.trigger() != null) {
      headers.put("skiff_trigger", invoke.trigger());
    }
    boolean _ = toTopic(deadLetters, invoke.event(), headers, Integer.MAX_VALUE);
  }

  /// A function's own topic may not be there; the fleet's is.
  private void bury(Deliver deliver) throws InterruptedException {
    Event event = deliver.invoke().event();
    Map<String, String> reason = reason(deliver.invoke(), deliver.settled());
    String topic = deliver.spec().deadLetterTopic();
    if (topic == null || !toTopic(topic, event, reason, TOPIC_TRIES)) {
      boolean _ = toTopic(deadLetters, event, reason, Integer.MAX_VALUE);
    }
  }

  /// @return whether the topic took it
  private boolean toTopic(String topic, Event event, Map<String, String> headers, int tries)
      throws InterruptedException {
    for (int i = 1; i <= tries; i++) {
      try {
        events.write(topic, event, headers);
        return true;
      } catch (IOException e) {
        LOG.warn("{}: an event cannot be written, try {}: {}", topic, i, e.getMessage());
        Thread.sleep(AGAIN_AFTER);
      }
    }
    return false;
  }

  /// Why an event failed, as headers beside those of its attributes.
  private static Map<String, String> reason(Invoke invoke, Settled settled) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("skiff_function", invoke.function().toString());
    headers.put("skiff_outcome", settled.outcome().name().toLowerCase(Locale.ROOT));
    headers.put("skiff_code", settled.code());
    headers.put("skiff_detail", settled.detail());
    headers.put("skiff_attempts", Integer.toString(settled.attempts()));
    if (invoke.trigger() != null) {
      headers.put("skiff_trigger", invoke.trigger());
    }
    if (invoke.orderingKey() != null) {
      headers.put("skiff_key", invoke.orderingKey());
    }
    return headers;
  }

  private static Event reply(Deliver deliver) {
    Settled settled = deliver.settled();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", deliver.invoke().event().attributes().get("id") + "-reply");
    attributes.put("source", "/v1/functions/" + deliver.invoke().function().name());
    attributes.put(
        "type", "dev.skiff.invocation." + settled.outcome().name().toLowerCase(Locale.ROOT));
    if (settled.contentType() != null) {
      attributes.put("datacontenttype", settled.contentType());
    }
    if (!settled.code().isEmpty()) {
      attributes.put("skiffcode", settled.code());
    }
    Payload output = settled.output();
    return new Event(attributes, output == null ? Payload.EMPTY : output);
  }

  private void callBack(Deliver deliver) throws InterruptedException {
    String url = deliver.invoke().callback();
    for (int i = 1; url != null && i <= CALLBACK_TRIES; i++) {
      try {
        HttpResponse<Void> response =
            http.send(
                HttpRequest.newBuilder(URI.create(url))
                    .timeout(CALLBACK_PATIENCE)
                    .header("content-type", "application/cloudevents+json")
                    .POST(BodyPublishers.ofString(EventJson.write(reply(deliver))))
                    .build(),
                BodyHandlers.discarding());
        if (response.statusCode() < 300) {
          return;
        }
        LOG.info("{} answered {}, try {}", url, response.statusCode(), i);
      } catch (IOException | IllegalArgumentException e) {
        LOG.info("{} could not be told, try {}: {}", url, i, e.toString());
      }
      Thread.sleep(AGAIN_AFTER.multipliedBy(i));
    }
  }
}
