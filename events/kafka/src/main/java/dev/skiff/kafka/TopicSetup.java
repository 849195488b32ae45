package dev.skiff.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Makes the fleet's topics and checks those that are there already. Any number of processes may do
/// it at the same time, and every process should at its start.
public final class TopicSetup {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Admin admin;
  private final List<TopicPlan> plans;
  private final int replication;
  private final long giveUp;

  private TopicSetup(Admin admin, KafkaSettings settings, long giveUp) {
    this.admin = admin;
    this.plans = TopicPlan.of(settings);
    this.replication = settings.replication();
    this.giveUp = giveUp;
  }

  /// Returns when every topic is there, is as it must be, and has a leader for each partition.
  /// Topics may have more partitions than asked for, for a fleet that has been given more cells.
  ///
  /// @throws TopicMismatchException when an existing topic differs in what the log protocol needs
  /// @throws KafkaUnreachableException when that takes longer than `atMost`
  public static void ensure(KafkaSettings settings, Duration atMost)
      throws TopicMismatchException, KafkaUnreachableException, InterruptedException {
    ensure(settings, atMost, false);
  }

  /// The same; and where topics have too few partitions, adds those of the new cells. A cell that
  /// has been added cannot be taken away again.
  public static void ensureAndGrow(KafkaSettings settings, Duration atMost)
      throws TopicMismatchException, KafkaUnreachableException, InterruptedException {
    ensure(settings, atMost, true);
  }

  private static void ensure(KafkaSettings settings, Duration atMost, boolean grow)
      throws TopicMismatchException, KafkaUnreachableException, InterruptedException {
    try (Admin admin = Admin.create(settings.admin())) {
      TopicSetup setup = new TopicSetup(admin, settings, System.nanoTime() + atMost.toNanos());
      setup.create();
      if (grow) {
        setup.grow();
      }
      setup.check();
    } catch (TimeoutException e) {
      throw unreachable(settings, "no answer within " + atMost, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw unreachable(settings, String.valueOf(cause.getMessage()), cause);
    }
  }

  private void create() throws ExecutionException, TimeoutException, InterruptedException {
    Set<String> present = await(admin.listTopics().names());
    List<NewTopic> missing = new ArrayList<>();
    for (TopicPlan plan : plans) {
      if (!present.contains(plan.name())) {
        missing.add(
            new NewTopic(
                    plan.name(), Optional.of(plan.partitions()), Optional.of((short) replication))
                .configs(plan.settings()));
      }
    }
    CreateTopicsResult result = admin.createTopics(missing);
    for (KafkaFuture<Void> created : result.values().values()) {
      try {
        await(created);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private void grow() throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, NewPartitions> wanted = missingPartitions();
    for (KafkaFuture<Void> grown : admin.createPartitions(wanted).values().values()) {
      try {
        await(grown);
      } catch (ExecutionException e) {
        // Another process was first.
        if (!(e.getCause() instanceof InvalidPartitionsException)) {
          throw e;
        }
      }
    }
    // A partition made just now is not known to every broker yet.
    while (!missingPartitions().isEmpty()) {
      pause("partitions that were added do not appear");
    }
  }

  private Map<String, NewPartitions> missingPartitions()
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, TopicDescription> present = describeWithLeaders();
    Map<String, NewPartitions> missing = new HashMap<>();
    for (TopicPlan plan : plans) {
      TopicDescription topic = present.get(plan.name());
      if (topic != null && topic.partitions().size() < plan.partitions()) {
        missing.put(plan.name(), NewPartitions.increaseTo(plan.partitions()));
      }
    }
    return missing;
  }

  private void check()
      throws TopicMismatchException, ExecutionException, TimeoutException, InterruptedException {
    Map<String, TopicDescription> descriptions = describeWithLeaders();
    Set<ConfigResource> resources = new HashSet<>();
    plans.forEach(plan -> resources.add(resource(plan)));
    Map<ConfigResource, Config> configs = await(admin.describeConfigs(resources).all());
    for (TopicPlan plan : plans) {
      TopicCheck.check(
          plan, descriptions.get(plan.name()), configs.get(resource(plan)), replication);
    }
  }

  private Map<String, TopicDescription> describeWithLeaders()
      throws ExecutionException, TimeoutException, InterruptedException {
    Collection<String> names = plans.stream().map(TopicPlan::name).toList();
    while (true) {
      try {
        Map<String, TopicDescription> found = await(admin.describeTopics(names).allTopicNames());
        if (found.values().stream().allMatch(TopicSetup::hasLeaders)) {
          return found;
        }
      } catch (ExecutionException e) {
        // A topic made just now, by this process or another, is not known to every broker yet.
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            && !(e.getCause() instanceof RetriableException)) {
          throw e;
        }
      }
      pause("partitions without a leader");
    }
  }

  private void pause(String waitingFor) throws TimeoutException, InterruptedException {
    if (System.nanoTime() - giveUp > 0) {
      throw new TimeoutException(waitingFor);
    }
    Thread.sleep(PAUSE);
  }

  private static boolean hasLeaders(TopicDescription topic) {
    return topic.partitions().stream()
        .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
  }

  private <R> R await(KafkaFuture<R> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(Math.max(1, giveUp - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private static ConfigResource resource(TopicPlan plan) {
    return new ConfigResource(ConfigResource.Type.TOPIC, plan.name());
  }

  private static KafkaUnreachableException unreachable(
      KafkaSettings settings, String reason, Throwable cause) {
    return new KafkaUnreachableException(
        "cannot set up topics at %s: %s".formatted(settings.bootstrapServers(), reason), cause);
  }
}
