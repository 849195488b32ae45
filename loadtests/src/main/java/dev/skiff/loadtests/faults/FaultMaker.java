package dev.skiff.loadtests.faults;

import dev.skiff.contracts.CellId;
import dev.skiff.contracts.HostId;
import dev.skiff.loadtests.deployment.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Does faults, and undoes them as far as they do not pass by themselves.
final class FaultMaker {
  /// Of the hosts, at a time.
  private static final int HURT_ONE_IN = 10;

  private final FaultRun run;
  private final Deployment deployment;
  private final RandomGenerator random;

  FaultMaker(FaultRun run, RandomGenerator random) {
    this.run = run;
    this.deployment = run.deployment();
    this.random = random;
  }

  void make(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_OWNER -> killOwner();
      case FREEZE_OWNER -> freezeOwner();
      case RESTART_BROKER -> {
        deployment.child("broker").kill();
        deployment.startBroker();
      }
      case REPEAT_REPORTS -> {
        for (int i = 0; i < hurt(); i++) {
          deployment.repeatReports(host());
        }
      }
      case DELAY_REPORTS -> {
        for (int i = 0; i < hurt(); i++) {
          deployment.holdBackReports(host(), Duration.ofMillis(random.nextInt(200, 3_000)));
        }
      }
      case CRASH_AGENTS -> {
        for (int i = 0; i < hurt(); i++) {
          deployment.crashAgent(host(), Duration.ofMillis(random.nextInt(100, 8_000)));
        }
      }
      case KILL_GATEWAY -> {
        int gateway = random.nextInt(deployment.plan().gateways());
        deployment.child(Deployment.gatewayName(gateway)).kill();
        deployment.launchGateway(gateway);
        deployment.awaitRunning(Deployment.gatewayName(gateway));
      }
    }
  }

  private CellId cell() {
    return new CellId(random.nextInt(deployment.plan().cells()));
  }

  private void killOwner() throws IOException, InterruptedException {
    int owner = run.ownerOf(cell());
    deployment.child(Deployment.schedulerName(owner)).kill();
    TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
    deployment.launchScheduler(owner);
    deployment.awaitRunning(Deployment.schedulerName(owner));
  }

  /// Longer than it takes the others to notice.
  private void freezeOwner() throws IOException, InterruptedException {
    String owner = Deployment.schedulerName(run.ownerOf(cell()));
    deployment.child(owner).freeze();
    try {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500, 7_000));
    } finally {
      deployment.child(owner).thaw();
    }
  }

  private int hurt() {
    return Math.max(1, deployment.plan().hosts() / HURT_ONE_IN);
  }

  private HostId host() {
    int number = random.nextInt(deployment.plan().hosts());
    return new HostId(String.format(Locale.ROOT, "h%05d", number));
  }
}
