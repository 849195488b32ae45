package dev.skiff.loadtests.simulation;

/// The clocks of one machine: one that is wrong and is set now and then, and one that counts since
/// the machine was started and only runs a little fast or slow.
final class MachineClock {
  private static final long HOURS_3 = 3 * 3_600 * Scale.SECOND;
  private static final long PARTS_PER_MILLION = 20_000;

  private final World world;
  private final long startedAt;
  private final long drift;
  private long skew;

  MachineClock(World world) {
    this.world = world;
    this.startedAt = world.now() - world.between(0, 1_000 * Scale.SECOND);
    this.drift = world.between(-PARTS_PER_MILLION, PARTS_PER_MILLION);
    set();
  }

  /// What it takes the time to be.
  long now() {
    return world.now() + skew;
  }

  /// How long it has been up.
  long uptime() {
    long elapsed = world.now() - startedAt;
    return elapsed + elapsed * drift / 1_000_000;
  }

  void set() {
    long most = world.weather.clocksWrong() && world.oneIn(3) ? HOURS_3 : 50 * Scale.MILLI;
    skew = world.between(-most, most);
    world.note("a clock is %d us off", skew);
  }

  void setRight() {
    skew = 0;
  }
}
