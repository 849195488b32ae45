package dev.skiff.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/// One real Kafka node, broker and KRaft controller, inside this process and reachable on loopback
/// only.
///
/// It is made for a fleet on one machine and for tests: one copy of everything, and writes reach
/// the disk when the operating system sees fit. What was acknowledged survives the death of the
/// process (`kill -9` included), but a power cut may take the last seconds.
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

  /// Longer than any start seen here, also after a crash with some gigabytes to check.
  private static final long START_SECONDS = 120;

  private final AtomicReference<@Nullable Throwable> fault;
  private final LoopbackSockets sockets;
  private final Metrics metrics;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private boolean closed;

  private EmbeddedBroker(
      AtomicReference<@Nullable Throwable> fault,
      LoopbackSockets sockets,
      Metrics metrics,
      ControllerServer controller,
      BrokerServer broker) {
    this.fault = fault;
    this.sockets = sockets;
    this.metrics = metrics;
    this.controller = controller;
    this.broker = broker;
  }

  /// Starts a node and returns when clients can use it.
  ///
  /// @param folder where it keeps its data; made and formatted when new, used as found otherwise
  /// @param port on 127.0.0.1; 0 lets the system choose one
  /// @throws BrokerException when the port or the folder is taken, or the node does not come up
  public static EmbeddedBroker start(Path folder, int port) throws BrokerException {
    LoopbackSockets sockets = LoopbackSockets.open(port);
    AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    EmbeddedBroker node = null;
    try {
      StorageFolder.prepare(folder, BrokerConfig.NODE_ID, BrokerConfig.CONTROLLER);
      node = assemble(folder, sockets, fault);
      node.startUp();
      return node;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abandon(node, sockets);
      throw new BrokerException("interrupted while the Kafka broker was starting", e);
    } catch (Exception e) {
      abandon(node, sockets);
      Throwable cause = fault.get() == null ? e : fault.get();
      throw new BrokerException(
          "the Kafka broker in %s did not start: %s".formatted(folder, reason(cause)), cause);
    }
  }

  /// For clients on this machine: `127.0.0.1:port`.
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  public int port() {
    return sockets.port();
  }

  /// What has broken inside the node since its start, if anything: it should be restarted then.
  public @Nullable Throwable fault() {
    return fault.get();
  }

  /// Stops the node in order; the next start in the same folder need not check its files.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    broker.shutdown();
    controller.shutdown();
    metrics.close();
    sockets.close();
  }

  private static EmbeddedBroker assemble(
      Path folder, LoopbackSockets sockets, AtomicReference<@Nullable Throwable> fault) {
    KafkaConfig config =
        new KafkaConfig(
            BrokerConfig.properties(folder, sockets.controllerAddress().getPort(), sockets.port()),
            false);
    Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage =
        KafkaRaftServer.initializeLogDirs(config, LOG, "");
    Metrics metrics = new Metrics();
    SharedServer shared =
        new SharedServer(
            config,
            storage._1(),
            Time.SYSTEM,
            metrics,
            CompletableFuture.completedFuture(
                Map.of(BrokerConfig.NODE_ID, sockets.controllerAddress())),
            List.<InetSocketAddress>of(),
            new RecordedFaults(fault),
            sockets);
    BrokerServer broker = new BrokerServer(shared);
    ControllerServer controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
    return new EmbeddedBroker(fault, sockets, metrics, controller, broker);
  }

  /// Runs on a thread of its own because Kafka's start waits on futures without a bound.
  private void startUp() throws Exception {
    CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("skiff-broker-start")
        .daemon()
        .start(() -> {
          try {
            controller.startup();
            broker.startup();
            started.complete(null);
          } catch (Throwable e) {
            started.completeExceptionally(e);
          }
        });
    try {
      started.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause() == null ? e : e.getCause()), e.getCause());
    }
  }

  private static void abandon(@Nullable EmbeddedBroker node, LoopbackSockets sockets) {
    try {
      if (node != null) {
        node.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("closing a broker that had not started", e);
    } finally {
      sockets.close();
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
