package dev.skiff.scheduler.hazelcast;

import java.util.List;

/// Where a scheduler's Hazelcast member listens and whom it joins.
///
/// @param clusterName members of one fleet share it
/// @param bindAddress the interface to listen on; members reach each other there, unauthenticated,
///   so it must not be a public one
/// @param port 1 to 65535, or 0 to let the system choose (a member on its own)
/// @param members `host:port` of the fleet's schedulers, this one included or not; empty for a
///   member on its own
/// @param small fewer partitions and threads, for a fleet in one process; all members of a cluster
///   must agree on it
public record HazelcastSettings(
    String clusterName, String bindAddress, int port, List<String> members, boolean small) {
  public HazelcastSettings {
    members = List.copyOf(members);
    if (clusterName.isBlank()) {
      throw new IllegalArgumentException("clusterName: \"\" (expected: the fleet's name)");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    for (String member : members) {
      if (!member.matches("[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
        throw new IllegalArgumentException("member: \"" + member + "\" (expected: host:port)");
      }
    }
  }

  /// A member on its own, reachable on loopback only.
  public static HazelcastSettings alone(String clusterName) {
    return new HazelcastSettings(clusterName, "127.0.0.1", 0, List.of(), true);
  }
}
