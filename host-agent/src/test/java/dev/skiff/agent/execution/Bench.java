package dev.skiff.agent.execution;

import dev.skiff.agent.core.AgentEffect;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.journal.AgentJournal;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.report.StartPhases;
import dev.skiff.contracts.report.VmHold;
import dev.skiff.contracts.spec.VmSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/// A journal, a fake driver and the hands between them.
final class Bench implements RunEvents, AutoCloseable {
  static final VmRun RUN = new VmRun(VmId.parse("j0-aaaa.0"), 1);
  static final Resources SMALL = new Resources(250, 128, 64, 1);

  final FakeDriver driver = new FakeDriver();
  final AgentJournal journal;
  final Workshop workshop;
  final HostVms vms;
  final CompletableFuture<StartPhases> started = new CompletableFuture<>();
  final CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
  final BlockingQueue<VmHold> holds = new LinkedBlockingQueue<>();
  final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();

  Bench(Path folder) throws IOException {
    this(folder, new Semaphore(2));
  }

  Bench(Path folder, Semaphore bootPermits) throws IOException {
    journal = AgentJournal.open(folder, new HostId("h1"));
    workshop =
        new Workshop(
            driver,
            new SimulatedVmImages(),
            journal.vms(),
            journal.lease(),
            bootPermits,
            InstantSource.system(),
            this);
    vms = new HostVms(workshop);
  }

  static AgentEffect.Boot boot(VmRun run) {
    return boot(run, false);
  }

  static AgentEffect.Boot boot(VmRun run, boolean exclusive) {
    return new AgentEffect.Boot(
        run,
        new VmSpec("skiff/busybox", List.of("true"), Map.of(), null, null, false, false, SMALL),
        exclusive,
        1);
  }

  @Override
  public void started(VmRun run, StartPhases phases) {
    started.complete(phases);
  }

  @Override
  public void held(VmRun run, VmHold hold) {
    holds.add(hold);
  }

  @Override
  public void unchanged(VmRun run, VmHold wanted, String code, String detail) {
    refusals.add(code);
  }

  @Override
  public void ended(VmRun run, ExitStatus exit) {
    ended.complete(exit);
  }

  @Override
  public void close() throws IOException {
    vms.close();
    journal.close();
  }
}
