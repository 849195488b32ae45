package dev.skiff.loadtests.simulation;

import dev.skiff.contracts.CellId;
import dev.skiff.loadtests.simulation.World.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// One seeded history of a whole fleet in virtual time: clients that are routed to cells, logs,
/// schedulers, agents, and all that can go wrong between them (see [Fault]). Real are the cell
/// machine, the workers with their claims, the gateway's walk over the cells and the agent core;
/// simulated are the topics, the VMMs and time.
///
/// What must always be true is checked with every record that arrives; when the faults end,
/// everything must settle. The idea is that of FoundationDB's simulation: a failing seed runs again
/// exactly.
public final class Simulation {
  private static final long FAULTY = 6_000_000;
  private static final long QUIET = 2_500_000;

  /// Jobs go on ending and being started again, so a still moment is looked for.
  private static final int LOOKS = 150;

  /// One in so many histories is decided again from its records.
  private static final int RERUN = 20;

  private static final long BETWEEN_LOOKS = 237_000;

  private final World world;
  private final Physics physics;
  private final List<SimulatedCell> cells = new ArrayList<>();
  private final List<SimulatedScheduler> schedulers = new ArrayList<>();
  private final Operators operators;

  private Simulation(long seed, Tracing tracing) {
    world = new World(seed, tracing);
    world.note("%s", world.weather);
    physics = new Physics(cell -> cells.get(cell.value()).reference());
    List<String> ids =
        IntStream.range(0, world.weather.schedulers()).mapToObj(i -> "s" + i).toList();
    Keys keys = new Keys(world);
    for (int i = 0; i < world.weather.cells(); i++) {
      SimulatedCell cell = new SimulatedCell(new CellId(i), world, keys, ids);
      cell.addHosts(world, physics);
      cells.add(cell);
    }
    for (String id : ids) {
      schedulers.add(new SimulatedScheduler(id, world, cells, this::isAlive));
    }
    Post post = new Post(world);
    new Clients(world, cells, post);
    operators = new Operators(world, cells, post);
    fillDisk();
    addImpostors();
  }

  /// What one history came to.
  ///
  /// @param records in the logs
  /// @param claims that came into force
  /// @param requests handled, each with one outcome
  /// @param started VMs that really ran
  /// @param coverage what it went through
  public record Result(
      long seed, int records, long claims, int requests, int started, Coverage coverage) {}

  /// @throws InvariantViolation with the seed and what happened last
  public static Result run(long seed) {
    try {
      return new Simulation(seed, Tracing.OFF).run0(seed);
    } catch (RuntimeException | AssertionError e) {
      throw violation(seed, e);
    }
  }

  /// Runs a seed for every record of every log, as text: the same in every process.
  static List<String> logs(long seed) {
    Simulation simulation = new Simulation(seed, Tracing.OFF);
    simulation.run0(seed);
    return simulation.cells.stream()
        .flatMap(cell -> cell.topics().log.records().stream())
        .map(Object::toString)
        .toList();
  }

  /// Runs a seed and prints all that happens.
  public static Result trace(long seed) {
    return new Simulation(seed, Tracing.PRINTED).run0(seed);
  }

  /// Runs it again, exactly, for its trace.
  private static InvariantViolation violation(long seed, Throwable first) {
    Simulation again = new Simulation(seed, Tracing.KEPT);
    String happened = "it did not happen again";
    try {
      again.run0(seed);
    } catch (RuntimeException | AssertionError e) {
      happened = "at %.6f s: %s".formatted(again.world.now() / 1e6, e.getMessage());
    }
    InvariantViolation violation =
        new InvariantViolation(
            "seed %d: %s%n%s%nseed %d: %s"
                .formatted(
                    seed,
                    first.getMessage(),
                    String.join("\n", again.world.trace()),
                    seed,
                    happened));
    violation.initCause(first);
    return violation;
  }

  private Result run0(long seed) {
    world.runFor(FAULTY);
    world.endFaults();
    cells.forEach(SimulatedCell::calm);
    schedulers.forEach(SimulatedScheduler::calm);
    operators.calm();
    world.runFor(QUIET);
    for (int look = 1; ; look++) {
      try {
        checkSettled();
        break;
      } catch (InvariantViolation e) {
        if (look == LOOKS) {
          throw e;
        }
        world.runFor(BETWEEN_LOOKS);
      }
    }
    cells.forEach(cell -> cell.reference().lookAtEverything());
    if (world.oneIn(RERUN)) {
      cells.forEach(Rerun::check);
    }
    return new Result(
        seed,
        cells.stream().mapToInt(cell -> cell.topics().log.size()).sum(),
        cells.stream().mapToLong(cell -> cell.reference().claims()).sum(),
        cells.stream().mapToInt(cell -> cell.topics().requests.size()).sum(),
        physics.started(),
        world.coverage);
  }

  private void checkSettled() {
    cells.forEach(cell -> Settlement.check(cell, schedulers));
    InvariantViolation.require(
        physics.count()
            == cells.stream()
                .flatMap(cell -> cell.hosts().stream())
                .mapToInt(host -> host.running().size())
                .sum(),
        "%d VMs run in all",
        physics.count());
  }

  private boolean isAlive(String id) {
    return schedulers.stream().anyMatch(s -> s.id().equals(id) && s.isAlive());
  }

  private void addImpostors() {
    if (world.happens(Fault.HOST_ID_TWICE)) {
      world.oneOf(cells).addImpostor(world, physics);
    }
    world.after(500_000, this::addImpostors);
  }

  private void fillDisk() {
    if (world.happens(Fault.DISK_FULL)) {
      world.note("the broker's disk is full");
      cells.forEach(cell -> cell.topics().setFull(true));
      world.after(
          world.between(20_000, 1_200_000),
          () -> {
            world.note("the broker's disk has room");
            cells.forEach(cell -> cell.topics().setFull(false));
          });
    }
    world.after(300_000, this::fillDisk);
  }
}
