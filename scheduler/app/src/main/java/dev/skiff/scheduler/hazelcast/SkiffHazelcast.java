package dev.skiff.scheduler.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.IndexConfig;
import com.hazelcast.config.IndexType;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import dev.skiff.contracts.view.Views;
import java.util.List;

/// Makes the Hazelcast member of a scheduler process. Only schedulers are members; everything else
/// that looks at the views is a client.
///
/// The failure detector is set to notice a frozen member within 5 s: a member that dies is noticed
/// at once by its closed connection, and a wrong guess costs nothing, as claims decide.
public final class SkiffHazelcast {
  static final String SCHEDULER_ATTRIBUTE = "skiff.scheduler";
  static final String CELLS_ATTRIBUTE = "skiff.cells";

  private SkiffHazelcast() {}

  /// Starts a member and joins the cluster.
  public static HazelcastInstance member(HazelcastSettings settings, SchedulerMember self) {
    return Hazelcast.newHazelcastInstance(config(settings, self));
  }

  /// The configuration of a member.
  public static Config config(HazelcastSettings settings, SchedulerMember self) {
    Config config = new Config();
    config.setClusterName(settings.clusterName());
    config.getMemberAttributeConfig().setAttribute(SCHEDULER_ATTRIBUTE, self.id());
    config.getMemberAttributeConfig().setAttribute(CELLS_ATTRIBUTE, self.cellsAsText());
    config.getMetricsConfig().setEnabled(false);
    network(config.getNetworkConfig(), settings);
    for (String name : List.of(Views.HOSTS, Views.VMS, Views.JOBS, Views.CELLS, Views.OFFSETS)) {
      config.addMapConfig(view(name));
    }
    config
        .getMapConfig(Views.VMS)
        .addIndexConfig(new IndexConfig(IndexType.HASH, "host"))
        .addIndexConfig(new IndexConfig(IndexType.HASH, "job"));
    properties(config, settings.small());
    return config;
  }

  private static void network(NetworkConfig network, HazelcastSettings settings) {
    network.setPort(settings.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(settings.bindAddress());
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig()
        .setEnabled(!settings.members().isEmpty())
        .setMembers(settings.members())
        .setConnectionTimeoutSeconds(2);
  }

  /// After a split the smaller side's views are thrown away; the owners on it write theirs again.
  private static MapConfig view(String name) {
    return new MapConfig(name)
        .setBackupCount(1)
        .setMergePolicyConfig(new MergePolicyConfig(DiscardMergePolicy.class.getName(), 1));
  }

  private static void properties(Config config, boolean small) {
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    // One whose connection is closed is given up when so many attempts to reconnect have failed: in
    // 150 ms rather than 300.
    config.setProperty("hazelcast.connection.monitor.interval", "50");
    config.setProperty("hazelcast.connection.monitor.max.faults", "3");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
    config.setProperty("hazelcast.graceful.shutdown.max.wait", "10");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    // Hazelcast's own 271 are for dozens of members. Every batch of views is an operation for each
    // partition it touches, and every member that comes or goes moves partitions one by one.
    config.setProperty("hazelcast.partition.count", small ? "31" : "61");
    if (small) {
      config.setProperty("hazelcast.operation.thread.count", "2");
      config.setProperty("hazelcast.operation.generic.thread.count", "2");
      config.setProperty("hazelcast.io.thread.count", "1");
      config.setProperty("hazelcast.event.thread.count", "1");
    }
  }
}
