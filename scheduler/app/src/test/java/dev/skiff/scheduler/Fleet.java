package dev.skiff.scheduler;

import dev.skiff.contracts.CellId;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.scheduler.admin.AdminSettings;
import dev.skiff.scheduler.cell.CellThread;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Schedulers of one fleet in this JVM, each with a Hazelcast member of its own.
final class Fleet {
  static final CellId CELL = new CellId(0);

  private final String name = "t" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final KafkaSettings settings;
  private final List<Integer> ports = new ArrayList<>();

  Fleet(KafkaSettings settings, int schedulers) throws IOException {
    this.settings = settings;
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < schedulers; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  SchedulerApp start(int index) throws Exception {
    return start(index, OwnerTimings.DEFAULT, new CellThread.Listener() {});
  }

  SchedulerApp start(int index, OwnerTimings timings, CellThread.Listener hook) throws Exception {
    List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    String id = "s" + index;
    SchedulerApp app =
        new SchedulerApp(
            new SchedulerConfig(
                id,
                Set.of(),
                settings.withClientId(id),
                new HazelcastSettings(name, "127.0.0.1", ports.get(index), members, true),
                new AdminSettings("127.0.0.1", 0),
                CellRules.DEFAULT,
                timings),
            null,
            hook);
    app.start();
    return app;
  }

  /// Often enough for tests to see one.
  static OwnerTimings checkpointEvery(int records) {
    OwnerTimings usual = OwnerTimings.DEFAULT;
    return new OwnerTimings(
        usual.keepAlive(),
        usual.silence(),
        usual.pauseAfterLoss(),
        usual.handover(),
        usual.claimPatience(),
        usual.checkpointEvery(),
        records,
        usual.repeatOrders());
  }
}
