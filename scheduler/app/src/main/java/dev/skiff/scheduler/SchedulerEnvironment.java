package dev.skiff.scheduler;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.Topics;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.owner.OwnerTimings;
import dev.skiff.core.placement.Policy;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.scheduler.admin.AdminSettings;
import dev.skiff.scheduler.hazelcast.HazelcastSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The configuration of a scheduler process from environment variables:
///
/// | variable | meaning | default |
/// |---|---|---|
/// | `SKIFF_SCHEDULER_ID` | unique in the fleet, stable over restarts | required |
/// | `SKIFF_KAFKA` | `host:port,...` | required |
/// | `SKIFF_KAFKA_REPLICATION` | copies of each partition | 3 |
/// | `SKIFF_KAFKA_<PROPERTY>` | `SECURITY_…`, `SASL_…`, `SSL_…`: passed to every client | none |
/// | `SKIFF_TOPIC_PREFIX` | the fleet's topics | `skiff` |
/// | `SKIFF_CELLS` | how many cells the fleet has | 1 |
/// | `SKIFF_OWN_CELLS` | which of them it may own, `0,1,...` | all |
/// | `SKIFF_HAZELCAST_BIND` | interface, not a public one | `127.0.0.1` |
/// | `SKIFF_HAZELCAST_PORT` | | 5701 |
/// | `SKIFF_HAZELCAST_MEMBERS` | `host:port,...` of the schedulers | none: on its own |
/// | `SKIFF_ADMIN_BIND`, `SKIFF_ADMIN_PORT` | the operator's endpoint | `127.0.0.1`, 9464 |
/// | `SKIFF_POLICY` | how hosts are chosen, see `Policy` | default |
/// | `SKIFF_SUSPECT_SECONDS`, `SKIFF_LOST_SECONDS` | silence of a host | 5, 30 |
public final class SchedulerEnvironment {
  private static final String KAFKA = "SKIFF_KAFKA_";
  private static final long MICROS = 1_000_000;

  private final Map<String, String> variables;

  private SchedulerEnvironment(Map<String, String> variables) {
    this.variables = variables;
  }

  /// @throws IllegalArgumentException when something is missing or makes no sense; the message
  ///   names the variable
  public static SchedulerConfig read(Map<String, String> variables) {
    return new SchedulerEnvironment(variables).config();
  }

  private SchedulerConfig config() {
    String id = required("SKIFF_SCHEDULER_ID");
    Topics topics = new Topics(text("SKIFF_TOPIC_PREFIX", "skiff"), number("SKIFF_CELLS", 1));
    KafkaSettings kafka =
        new KafkaSettings(
            required("SKIFF_KAFKA"), topics, id, number("SKIFF_KAFKA_REPLICATION", 3), security());
    HazelcastSettings hazelcast =
        new HazelcastSettings(
            topics.prefix(),
            text("SKIFF_HAZELCAST_BIND", "127.0.0.1"),
            number("SKIFF_HAZELCAST_PORT", 5701),
            list("SKIFF_HAZELCAST_MEMBERS"),
            false);
    AdminSettings admin =
        new AdminSettings(text("SKIFF_ADMIN_BIND", "127.0.0.1"), number("SKIFF_ADMIN_PORT", 9464));
    return new SchedulerConfig(id, cells(), kafka, hazelcast, admin, rules(), OwnerTimings.DEFAULT);
  }

  private CellRules rules() {
    CellRules usual = CellRules.DEFAULT;
    long suspect = number("SKIFF_SUSPECT_SECONDS", (int) (usual.suspectAfter() / MICROS)) * MICROS;
    long lost = number("SKIFF_LOST_SECONDS", (int) (usual.lostAfter() / MICROS)) * MICROS;
    if (suspect <= 0 || lost <= suspect) {
      throw new IllegalArgumentException(
          "SKIFF_LOST_SECONDS: %d, SKIFF_SUSPECT_SECONDS: %d (expected: lost > suspect > 0)"
              .formatted(lost / MICROS, suspect / MICROS));
    }
    return usual
        .withSilence(suspect, lost)
        .withPolicy(Policy.parse(text("SKIFF_POLICY", "default")));
  }

  private Set<CellId> cells() {
    return list("SKIFF_OWN_CELLS").stream()
        .map(cell -> new CellId(parse("SKIFF_OWN_CELLS", cell)))
        .collect(Collectors.toSet());
  }

  private Map<String, String> security() {
    Map<String, String> security = new TreeMap<>();
    variables.forEach((name, value) -> {
      if (name.matches(KAFKA + "(SECURITY|SASL|SSL)_[A-Z0-9_]+")) {
        String property = name.substring(KAFKA.length());
        security.put(property.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return security;
  }

  private List<String> list(String name) {
    return Arrays.stream(text(name, "").split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private int number(String name, int otherwise) {
    String value = variables.get(name);
    return value == null ? otherwise : parse(name, value);
  }

  private static int parse(String name, String value) {
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" (expected: a number)".formatted(name, value), e);
    }
  }

  private String text(String name, String otherwise) {
    return variables.getOrDefault(name, otherwise);
  }

  private String required(String name) {
    String value = variables.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + ": not set (expected: see its documentation)");
    }
    return value;
  }
}
