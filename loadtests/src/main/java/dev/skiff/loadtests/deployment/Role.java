package dev.skiff.loadtests.deployment;

import java.util.ArrayList;
import java.util.List;

/// A kind of process, and the JVM options that its load tests run with: the one place for them. The
/// collectors and the sizes were chosen by measurement, see README.md.
public enum Role {
  BROKER("dev.skiff.loadtests.Main", "-XX:+UseSerialGC -Xms256m -Xmx1g"),
  SCHEDULER("dev.skiff.standalone.Main", "-XX:+UseParallelGC -Xms4g -Xmx6g -Xmn512m"),
  GATEWAY("dev.skiff.standalone.Main", "-XX:+UseSerialGC -Xms512m -Xmx1g -Xmn128m"),
  FLEET("dev.skiff.loadtests.Main", "-XX:+UseSerialGC -Xms1g -Xmx3g -Xmn200m"),
  CHECKER("dev.skiff.loadtests.Main", "-XX:+UseSerialGC -Xmx3g");

  /// Hazelcast runs callbacks on the common pool, and more threads than this only cost switches on
  /// two cores.
  private static final String ALWAYS =
      "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
          + " -XX:+ExitOnOutOfMemoryError -Dhazelcast.logging.type=slf4j"
          + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=2";

  private final String main;
  private final String options;

  Role(String main, String options) {
    this.main = main;
    this.options = options;
  }

  String main() {
    return main;
  }

  /// The options of the role, or those that `SKIFF_LOADTEST_<ROLE>_OPTS` gives instead.
  List<String> jvmOptions() {
    String own = System.getenv().getOrDefault("SKIFF_LOADTEST_" + name() + "_OPTS", options);
    List<String> all = new ArrayList<>(List.of(ALWAYS.split(" ", -1)));
    if (!own.isBlank()) {
      all.addAll(List.of(own.strip().split("\\s+")));
    }
    return all;
  }
}
