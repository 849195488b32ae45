package dev.skiff.loadtests.fleet;

import dev.skiff.agent.vmm.simulated.Script;
import dev.skiff.contracts.report.ExitStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Says how long commands run and how they end, by the same scripts as the agent's simulated
/// driver. Whole jobs have the same command, so the last ones read are kept.
final class Scripts {
  private static final int KEPT = 256;
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final RunTime unknown;
  private final double failShare;
  private final RandomGenerator random;
  private final Map<List<String>, Plan> plans =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Plan> eldest) {
          return size() > KEPT;
        }
      };

  /// @param micros how long it runs; less than 0 when the script does not say
  private record Plan(long micros, int exitCode, @Nullable String failsBoot) {}

  /// One run of a command.
  ///
  /// @param micros how long; [Long#MAX_VALUE] until it is told to end
  /// @param failsBoot code of the failure with which its boot fails; null for none
  record Play(long micros, int exitCode, @Nullable String failsBoot) {
    ExitStatus exit(long at) {
      return new ExitStatus(exitCode, 0, false, null, null, at);
    }
  }

  Scripts(RunTime unknown, double failShare, RandomGenerator random) {
    this.unknown = unknown;
    this.failShare = failShare;
    this.random = random;
  }

  Play play(List<String> command) {
    Plan plan = plans.computeIfAbsent(command, Scripts::plan);
    long micros = plan.micros() < 0 ? unknown.draw(random) : plan.micros();
    boolean fails = plan.exitCode() == 0 && failShare > 0 && random.nextDouble() < failShare;
    return new Play(micros, fails ? 1 : plan.exitCode(), plan.failsBoot());
  }

  private static Plan plan(List<String> command) {
    // A wait whose time is null is a `sleep` for ever; this one stands for what is no script.
    Duration unknownTime = Duration.ofNanos(-1);
    Script script = Script.of(command, unknownTime);
    long micros = 0;
    for (Script.Step step : script.steps()) {
      switch (step) {
        case Script.Step.Wait(Duration time) -> {
          if (time == null) {
            return new Plan(FOR_EVER, 0, script.failsBoot());
          }
          if (time.isNegative()) {
            return new Plan(-1, 0, script.failsBoot());
          }
          micros += time.toNanos() / 1_000;
        }
        case Script.Step.Print _ -> {}
        case Script.Step.Exit(int code) -> {
          return new Plan(micros, code, script.failsBoot());
        }
      }
    }
    return new Plan(micros, 0, script.failsBoot());
  }
}
