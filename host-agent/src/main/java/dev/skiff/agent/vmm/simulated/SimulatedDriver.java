package dev.skiff.agent.vmm.simulated;

import dev.skiff.agent.vmm.BootPhases;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.OutputLog;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.Serving;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmmDriver;
import dev.skiff.agent.vmm.VmmException;
import dev.skiff.contracts.report.VmHold;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Boots nothing and says so: in the agent's log, in `HostFacts.driver`, and in the output of every
/// VM. It is used only where it is named. For load tests and for trying a fleet out on a machine
/// that cannot run VMs; a VM costs one virtual thread that sleeps.
///
/// Commands are scripts of `sleep SECONDS`, `echo WORDS`, `exit CODE` and `fail-boot CODE`. A VM
/// outlives its agent in the sense that a later `adopt` goes on where the clock says it must be.
/// One that serves plays its script for each invocation, whatever its protocol; a command that is
/// no script answers with what it was given.
public final class SimulatedDriver implements VmmDriver {
  public static final String NAME = "simulated";

  private static final Logger LOG = LoggerFactory.getLogger(SimulatedDriver.class);

  private final SimulatedSettings settings;
  private final OutputLogs logs;
  private final InstantSource clock;

  public SimulatedDriver(SimulatedSettings settings, OutputLogs logs, InstantSource clock) {
    this.settings = settings;
    this.logs = logs;
    this.clock = clock;
    LOG.warn("VMs are SIMULATED here: no guest is booted and no command runs");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MicroVm boot(VmDirectory directory, BootSpec spec)
      throws VmmException, InterruptedException {
    long begun = SimulatedVm.micros(clock.instant());
    Script script = Script.of(spec.command(), settings.runTime());
    Thread.sleep(settings.startTime());
    if (script.failsBoot() != null) {
      throw new VmmException(script.failsBoot(), "the simulated boot fails, as it was told to");
    }
    long ready = SimulatedVm.micros(clock.instant());
    try {
      SimulatedNote note =
          new SimulatedNote(
              spec.command(), ready / 1_000, 0, VmHold.NONE, spec.stdin(), Serving.of(spec));
      note.write(directory);
      OutputLog output = logs.write(directory);
      output.append(
          OutputKind.STDERR,
          ByteBuffer.wrap(
              "skiff: this VM is simulated: no guest runs, this output is made up\n"
                  .getBytes(StandardCharsets.UTF_8)));
      SimulatedVm vm =
          new SimulatedVm(
              directory,
              output,
              clock,
              new BootPhases(begun, ready, ready),
              note.script(settings.runTime()),
              note);
      vm.start(Duration.ZERO);
      return vm;
    } catch (IOException e) {
      throw new VmmException("boot-failed", "the simulated VM has no disk: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<MicroVm> adopt(VmDirectory directory) throws VmmException {
    try {
      SimulatedNote note = SimulatedNote.read(directory);
      if (note == null || VmDirectories.exit(directory).isPresent()) {
        return Optional.empty();
      }
      SimulatedVm vm =
          new SimulatedVm(
              directory,
              logs.write(directory),
              clock,
              BootPhases.UNSEEN,
              note.script(settings.runTime()),
              note);
      vm.start(Duration.ofMillis(note.elapsedMillis(clock.millis())));
      return Optional.of(vm);
    } catch (IOException e) {
      throw new VmmException("adoption-failed", directory.path() + ": " + e.getMessage(), e);
    }
  }
}
