package dev.skiff.loadtests.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.Topics;
import dev.skiff.kafka.KafkaSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A simulated fleet as a process of its own. Prints its [FleetCounts] as a line of JSON each
/// second; takes `crash HOST MILLIS`, `hold HOST MILLIS` and `repeat HOST` on standard input, and
/// ends with it.
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = "Runs simulated hosts until standard input ends.")
public final class FleetCommand implements Callable<Integer> {
  @Option(names = "--kafka", required = true, description = "HOST:PORT")
  private String kafka = "";

  @Option(names = "--prefix", description = "of the topics (${DEFAULT-VALUE})")
  private String prefix = "skiff";

  @Option(names = "--cells", description = "of the fleet (${DEFAULT-VALUE})")
  private int cells = 1;

  @Option(names = "--hosts", description = "how many (${DEFAULT-VALUE})")
  private int hosts = 100;

  @Option(names = "--host-cpus", description = "of each host (${DEFAULT-VALUE})")
  private int cpus = 64;

  @Option(names = "--host-memory", description = "of each host, GiB (${DEFAULT-VALUE})")
  private int memoryGib = 256;

  @Option(names = "--host-slots", description = "VMs of each host (${DEFAULT-VALUE})")
  private int slots = 400;

  @Option(
      names = "--run-time",
      description = "forever, fixed:SECONDS or exponential:SECONDS (${DEFAULT-VALUE})")
  private String runTime = "forever";

  @Option(names = "--start-millis", description = "from order to command (${DEFAULT-VALUE})")
  private int startMillis = 20;

  @Option(names = "--fail-share", description = "commands that exit with 1 (${DEFAULT-VALUE})")
  private double failShare;

  @Option(names = "--seed", description = "of what is random (${DEFAULT-VALUE})")
  private long seed = 1;

  @Override
  public Integer call() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (SimulatedFleet fleet = SimulatedFleet.start(config())) {
      Thread.ofVirtual()
          .name("commands")
          .start(() -> {
            listen(fleet);
            over.countDown();
          });
      JsonMapper json = new JsonMapper();
      while (!over.await(1, TimeUnit.SECONDS)) {
        System.out.println(json.writeValueAsString(fleet.counts()));
        if (fleet.fault() != null) {
          return 1;
        }
      }
    }
    return 0;
  }

  private FleetConfig config() {
    FleetConfig usual =
        FleetConfig.of(KafkaSettings.local(kafka, new Topics(prefix, cells), "fleet"), hosts);
    return new FleetConfig(
        usual.kafka(),
        hosts,
        new Resources(cpus * 1_000L, memoryGib * 1_024L, FleetConfig.USUAL_HOST.diskMib(), slots),
        usual.zones(),
        usual.racks(),
        RunTime.parse(runTime),
        Duration.ofMillis(startMillis),
        failShare,
        seed);
  }

  private static void listen(SimulatedFleet fleet) {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        if (!carryOut(line.split(" ", -1), fleet)) {
          System.err.println("not understood: " + line);
        }
      }
    } catch (IOException e) {
      System.err.println("no more commands: " + e.getMessage());
    }
  }

  private static boolean carryOut(String[] words, SimulatedFleet fleet) {
    try {
      HostId host = new HostId(words.length > 1 ? words[1] : "");
      return switch (words[0]) {
        case "crash" -> fleet.crash(host, Duration.ofMillis(Long.parseLong(words[2])));
        case "hold" -> fleet.holdBack(host, Duration.ofMillis(Long.parseLong(words[2])));
        case "repeat" -> fleet.repeat(host);
        default -> false;
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return false;
    }
  }
}
