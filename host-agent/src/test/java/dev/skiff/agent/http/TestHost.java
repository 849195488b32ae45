package dev.skiff.agent.http;

import dev.skiff.agent.core.RunSnapshot;
import dev.skiff.agent.core.RunStatus;
import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.image.ImageStore;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.agent.vmm.BootSpec;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputLogs;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.agent.vmm.VmExit;
import dev.skiff.agent.vmm.simulated.SimulatedDriver;
import dev.skiff.agent.vmm.simulated.SimulatedSettings;
import dev.skiff.contracts.Resources;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.report.ExitStatus;
import dev.skiff.contracts.spec.Serve;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A host whose VMs are simulated, without the rest of an agent.
final class TestHost implements HostView {
  private final Path folder;
  private final ImageStore images;
  private final OutputLogs logs = new OutputLogs(1 << 20, InstantSource.system());
  private final SimulatedDriver driver =
      new SimulatedDriver(
          new SimulatedSettings(Duration.ofMillis(1), null), logs, InstantSource.system());
  private final Map<VmRun, MicroVm> vms = new ConcurrentSkipListMap<>();
  private final Invocations invocations = new Invocations(InstantSource.system());
  Optional<String> problem = Optional.empty();

  TestHost(Path folder) throws Exception {
    this.folder = folder;
    this.images = new ImageStore(folder.resolve("images"));
  }

  MicroVm boot(String vm, String... command) throws Exception {
    return boot(vm, null, command);
  }

  /// @param serve null for a VM that plays its command
  MicroVm boot(String vm, @Nullable Serve serve, String... command) throws Exception {
    VmRun run = new VmRun(VmId.parse(vm), 1);
    VmDirectory directory = directory(run);
    Files.createDirectories(directory.path());
    BootSpec spec =
        new BootSpec(
            vm,
            Path.of("none"),
            100,
            64,
            0,
            List.of(command),
            Map.of(),
            "/",
            null,
            false,
            true,
            null);
    MicroVm booted = driver.boot(directory, serve == null ? spec : spec.serving(serve));
    vms.put(run, booted);
    invocations.up(run, booted);
    CompletableFuture<Void> _ = booted.exit().thenRun(() -> invocations.over(run));
    return booted;
  }

  @Override
  public Health health() {
    return new Health("h1", 3, "simulated", 12, problem);
  }

  @Override
  public String metrics() {
    return "skiff_agent_vms 1.0\n";
  }

  @Override
  public CompletableFuture<List<RunSnapshot>> runs() {
    return CompletableFuture.completedFuture(
        vms.entrySet().stream().map(e -> snapshot(e.getKey(), e.getValue())).toList());
  }

  private static RunSnapshot snapshot(VmRun run, MicroVm vm) {
    VmExit exit = vm.exit().getNow(null);
    ExitStatus status =
        exit == null
            ? null
            : new ExitStatus(
                exit.exitCode(), exit.signal(), false, exit.failure(), exit.detail(), exit.at());
    return new RunSnapshot(
        run,
        status == null ? RunStatus.RUNNING : RunStatus.ENDED,
        vm.hold(),
        "skiff/busybox",
        new Resources(100, 64, 0, 1),
        false,
        1,
        status);
  }

  @Override
  public Optional<MicroVm> vm(VmRun run) {
    return Optional.ofNullable(vms.get(run)).filter(vm -> !vm.exit().isDone());
  }

  @Override
  public VmDirectory directory(VmRun run) {
    return new VmDirectory(folder.resolve(run.toString()));
  }

  @Override
  public OutputLogs logs() {
    return logs;
  }

  @Override
  public Invocations invocations() {
    return invocations;
  }

  @Override
  public ImageStore images() {
    return images;
  }
}
