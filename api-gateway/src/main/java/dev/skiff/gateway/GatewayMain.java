package dev.skiff.gateway;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.core.HazelcastInstance;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.kafka.TopicMismatchException;
import dev.skiff.kafka.TopicSetup;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A gateway in a process of its own; see [GatewayEnvironment] for what it is told.
public final class GatewayMain {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);
  private static final Duration SET_UP = Duration.ofMinutes(2);
  private static final int USAGE = 2;

  private GatewayMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    GatewayEnvironment environment = new GatewayEnvironment(System.getenv());
    try {
      GatewayConfig config = environment.gateway();
      TopicSetup.ensure(config.kafka(), SET_UP);
      HazelcastInstance hazelcast = HazelcastClient.newHazelcastClient(environment.hazelcast());
      GatewayApp gateway = GatewayApp.start(config, hazelcast, InstantSource.system());
      LOG.info("listening on http://{}:{}", config.bind(), gateway.port());
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(() -> {
                    gateway.close();
                    hazelcast.shutdown();
                  }));
    } catch (IllegalArgumentException | TopicMismatchException | KafkaUnreachableException e) {
      System.err.println("skiff gateway: " + e.getMessage());
      System.exit(USAGE);
    }
  }
}
