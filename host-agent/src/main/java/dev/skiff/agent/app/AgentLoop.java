package dev.skiff.agent.app;

import dev.skiff.agent.core.AgentCore;
import dev.skiff.agent.core.AgentInput;
import dev.skiff.agent.core.AgentStep;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of an agent's core: takes inputs from a bounded inbox, steps the core, and hands
/// on what follows. Whoever brings an input waits while the inbox is full.
final class AgentLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLoop.class);
  private static final int INBOX = 4_096;
  private static final long TICK_MICROS = 1_000_000;

  private final AgentCore core;
  private final InstantSource clock;
  private final HostUptime uptime;
  private final StepHandler handler;
  private final BlockingQueue<Message> inbox = new ArrayBlockingQueue<>(INBOX);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private long lastTick;

  /// Carries out what a step says, in the loop's thread; must not block.
  @FunctionalInterface
  interface StepHandler {
    /// @param core after the step
    /// @return inputs that the core takes before any other
    List<AgentInput> handle(AgentCore core, AgentInput input, AgentStep step);
  }

  private sealed interface Message {
    record Input(AgentInput input) implements Message {}

    record Question(Runnable ask) implements Message {}
  }

  AgentLoop(
      String name, AgentCore core, InstantSource clock, HostUptime uptime, StepHandler handler) {
    this.core = core;
    this.clock = clock;
    this.uptime = uptime;
    this.handler = handler;
    this.thread = Thread.ofVirtual().name("agent-" + name).unstarted(this::run);
  }

  void start() {
    lastTick = uptime.micros();
    thread.start();
  }

  void put(AgentInput input) throws InterruptedException {
    put(new Message.Input(input));
  }

  /// Looks at the core between two steps.
  <T> CompletableFuture<T> ask(Function<AgentCore, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Message message =
        new Message.Question(() -> {
          try {
            answer.complete(question.apply(core));
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    if (!isAlive() || !inbox.offer(message)) {
      answer.completeExceptionally(new IllegalStateException("the agent is busy or has ended"));
    }
    return answer;
  }

  boolean isAlive() {
    return ended.getCount() > 0;
  }

  private void put(Message message) throws InterruptedException {
    // A loop that has ended takes nothing more; whoever brings something must not hang on it.
    while (isAlive() && !inbox.offer(message, 1, TimeUnit.SECONDS)) {
      Thread.onSpinWait();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Message message = inbox.poll(untilTick(), TimeUnit.MICROSECONDS);
        switch (message) {
          case null -> {}
          case Message.Input(AgentInput input) -> step(input);
          case Message.Question(Runnable ask) -> ask.run();
        }
        if (untilTick() <= 0) {
          lastTick = uptime.micros();
          step(new AgentInput.Tick());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private long untilTick() {
    return Math.min(lastTick + TICK_MICROS, core.tickDueAt()) - uptime.micros();
  }

  private void step(AgentInput first) {
    List<AgentInput> next = new ArrayList<>(List.of(first));
    while (!next.isEmpty()) {
      AgentInput input = next.removeFirst();
      try {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        AgentStep step = core.handle(input, now, uptime.micros());
        next.addAll(0, handler.handle(core, input, step));
      } catch (RuntimeException e) {
        // One bad input must not end the keeper of all other VMs.
        LOG.error("passed over an input that the agent's core failed on: {}", input, e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
