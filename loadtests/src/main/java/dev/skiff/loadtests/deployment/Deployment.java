package dev.skiff.loadtests.deployment;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Topics;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.loadtests.results.Figure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A fleet as it runs in production, with the processes on one machine: a broker, schedulers,
/// gateways, and one process with all the hosts. Used by one thread.
public final class Deployment implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PREFIX = "skiff";
  private static final Pattern BROKER_RUNS = Pattern.compile("broker on 127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern ROLE_RUNS = Pattern.compile("(?:on port) (\\d+)\\s");
  private static final String CHECKER = "checker";
  private static final Pattern CHECKER_RUNS = Pattern.compile("(follows the logs)");
  private static final Pattern FLEET_RUNS = Pattern.compile("(\\{\"hostsJoined\".*})");

  private final Path folder;
  private final DeploymentPlan plan;
  private final Map<String, ChildProcess> children = new LinkedHashMap<>();
  private final List<Integer> memberPorts;
  private final List<Integer> gatewayPorts;
  private final Thread lastResort = new Thread(this::abandon, "kill-children");
  private int brokerPort;
  private int restarts;

  private Deployment(Path folder, DeploymentPlan plan) throws IOException {
    this.folder = folder;
    this.plan = plan;
    List<Integer> ports = FreePorts.find(plan.schedulers() + plan.gateways());
    this.memberPorts = ports.subList(0, plan.schedulers());
    this.gatewayPorts = ports.subList(plan.schedulers(), ports.size());
    Runtime.getRuntime().addShutdownHook(lastResort);
  }

  /// Starts everything; returns when all processes say that they run. Hosts may still be joining.
  public static Deployment start(DeploymentPlan plan) throws IOException, InterruptedException {
    Deployment deployment = new Deployment(Files.createTempDirectory("skiff-load"), plan);
    boolean started = false;
    try {
      deployment.startAll();
      started = true;
      return deployment;
    } finally {
      if (!started) {
        deployment.close();
      }
    }
  }

  private void startAll() throws IOException, InterruptedException {
    startBroker();
    for (int i = 0; i < plan.schedulers(); i++) {
      launchScheduler(i);
    }
    for (int i = 0; i < plan.gateways(); i++) {
      launchGateway(i);
    }
    for (int i = 0; i < plan.schedulers(); i++) {
      String _ = child(schedulerName(i)).await(ROLE_RUNS, PATIENCE);
    }
    for (int i = 0; i < plan.gateways(); i++) {
      String _ = child(gatewayName(i)).await(ROLE_RUNS, PATIENCE);
    }
    startFleet();
  }

  /// Starts the broker, or starts it again on the same port.
  public void startBroker() throws IOException, InterruptedException {
    ChildProcess broker =
        launch(
            "broker",
            Role.BROKER,
            List.of(
                "broker",
                "--data",
                folder.resolve("broker").toString(),
                "--port",
                Integer.toString(brokerPort)));
    brokerPort = Integer.parseInt(broker.await(BROKER_RUNS, PATIENCE));
  }

  /// Starts a scheduler, or starts it again; does not wait for it.
  public void launchScheduler(int number) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("scheduler", "--id", schedulerName(number)));
    arguments.addAll(kafkaOptions());
    arguments.addAll(
        List.of(
            "--listen",
            "127.0.0.1:" + memberPorts.get(number),
            "--join",
            members(),
            "--admin",
            "127.0.0.1:0"));
    ChildProcess _ = launch(schedulerName(number), Role.SCHEDULER, arguments);
  }

  /// Starts a gateway, or starts it again; does not wait for it.
  public void launchGateway(int number) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("gateway", "--id", gatewayName(number)));
    arguments.addAll(kafkaOptions());
    arguments.addAll(
        List.of(
            "--listen",
            "127.0.0.1:" + gatewayPorts.get(number),
            "--join",
            members(),
            "--spool",
            folder.resolve("spool").toString()));
    ChildProcess _ = launch(gatewayName(number), Role.GATEWAY, arguments);
  }

  private void startFleet() throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "fleet",
                "--kafka",
                bootstrapServers(),
                "--prefix",
                PREFIX,
                "--cells",
                Integer.toString(plan.cells()),
                "--hosts",
                Integer.toString(plan.hosts())));
    arguments.addAll(plan.fleetOptions());
    String _ = launch("fleet", Role.FLEET, arguments).await(FLEET_RUNS, PATIENCE);
  }

  /// Starts a checker that reads along with the logs.
  ///
  /// @param acknowledged file that will hold the ids of jobs that must be there
  public void startChecker(Path acknowledged) throws IOException, InterruptedException {
    String _ =
        launch(
                CHECKER,
                Role.CHECKER,
                List.of(
                    "check",
                    "--follow",
                    "--settled",
                    "--bootstrap",
                    bootstrapServers(),
                    "--prefix",
                    PREFIX,
                    "--cells",
                    Integer.toString(plan.cells()),
                    "--acknowledged",
                    acknowledged.toString()))
            .await(CHECKER_RUNS, PATIENCE);
  }

  /// Stops everything but the broker, and lets the checker read to the end.
  ///
  /// @return what it printed
  public String finishChecker(Duration atMost) throws IOException, InterruptedException {
    for (ChildProcess child : children.values()) {
      if (!child.name().equals("broker") && !child.name().equals(CHECKER)) {
        child.kill();
      }
    }
    int _ = child(CHECKER).finish(atMost);
    return child(CHECKER).said();
  }

  private List<String> kafkaOptions() {
    return List.of(
        "--kafka",
        bootstrapServers(),
        "--topic-prefix",
        PREFIX,
        "--cells",
        Integer.toString(plan.cells()),
        "--replication",
        "1");
  }

  private String members() {
    return String.join(",", memberPorts.stream().map(port -> "127.0.0.1:" + port).toList());
  }

  private ChildProcess launch(String name, Role role, List<String> arguments) throws IOException {
    ChildProcess child =
        ChildProcess.start(
            name, role, folder.resolve("%s.%d.out".formatted(name, restarts++)), arguments);
    children.put(name, child);
    return child;
  }

  public DeploymentPlan plan() {
    return plan;
  }

  public ChildProcess child(String name) {
    ChildProcess child = children.get(name);
    if (child == null) {
      throw new IllegalArgumentException("no process " + name + " among " + children.keySet());
    }
    return child;
  }

  public static String schedulerName(int number) {
    return "scheduler-" + number;
  }

  public static String gatewayName(int number) {
    return "gateway-" + number;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + brokerPort;
  }

  public KafkaSettings kafka(String clientId) {
    return KafkaSettings.local(bootstrapServers(), new Topics(PREFIX, plan.cells()), clientId);
  }

  public List<URI> gateways() {
    return IntStream.range(0, plan.gateways())
        .mapToObj(i -> URI.create("http://127.0.0.1:" + gatewayPorts.get(i)))
        .toList();
  }

  /// CPU time and peak memory of each process that lives.
  public Map<String, Usage> usage() throws IOException {
    Map<String, Usage> usage = new LinkedHashMap<>();
    for (ChildProcess child : children.values()) {
      if (child.isAlive()) {
        usage.put(
            child.name(),
            new Usage(ProcessUsage.cpuSeconds(child.pid()), ProcessUsage.peakMib(child.pid())));
      }
    }
    return usage;
  }

  /// @param cpuSeconds since its start
  /// @param peakMib of memory
  public record Usage(double cpuSeconds, double peakMib) {}

  /// What each process has used between two looks.
  public static List<Figure> figures(
      Map<String, Usage> before, Map<String, Usage> after, double seconds) {
    List<Figure> figures = new ArrayList<>();
    after.forEach((name, usage) -> {
      Usage then = before.get(name);
      double cpu = usage.cpuSeconds() - (then == null ? 0 : then.cpuSeconds());
      figures.add(Figure.of("CPU of " + name, cpu / seconds, "cores"));
      figures.add(Figure.of("most memory of " + name, usage.peakMib(), "MiB"));
    });
    return figures;
  }

  /// Kills a host's agent and starts it again after a while.
  public void crashAgent(HostId host, Duration down) throws IOException {
    child("fleet").tell("crash %s %d".formatted(host, down.toMillis()));
  }

  /// Delays a host's reports.
  public void holdBackReports(HostId host, Duration time) throws IOException {
    child("fleet").tell("hold %s %d".formatted(host, time.toMillis()));
  }

  /// Repeats a host's last reports.
  public void repeatReports(HostId host) throws IOException {
    child("fleet").tell("repeat " + host);
  }

  /// The last lines of every process.
  public String lastWords() throws IOException {
    StringBuilder words = new StringBuilder();
    for (ChildProcess child : children.values()) {
      words.append("--- ").append(child.name()).append('\n').append(child.lastWords());
      words.append('\n');
    }
    return words.toString();
  }

  /// Bytes that the broker keeps of a topic.
  public long bytesOf(String topic) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
      return files
          .filter(file -> file.toString().contains("/" + topic + "-"))
          .filter(file -> file.toString().endsWith(".log"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private void abandon() {
    children.values().forEach(ChildProcess::abandon);
  }

  /// A file among the deployment's own.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// Waits until a process that was started again says that it runs.
  public void awaitRunning(String name) throws IOException, InterruptedException {
    String _ = child(name).await(ROLE_RUNS, PATIENCE);
  }

  /// Stops everything and removes its data.
  @Override
  public void close() throws IOException {
    List<ChildProcess> all = List.copyOf(children.values()).reversed();
    all.forEach(ChildProcess::abandon);
    all.forEach(ChildProcess::close);
    Runtime.getRuntime().removeShutdownHook(lastResort);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
