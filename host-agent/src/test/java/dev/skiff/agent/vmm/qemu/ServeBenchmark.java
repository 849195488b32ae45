package dev.skiff.agent.vmm.qemu;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.serve.Attempt;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.VmDirectories;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.spec.Serve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Starts VMs that serve, one after the other, and prints how long their first answer and later
/// ones take; a program, not a test. Run it with the test class path: `ServeBenchmark [vms]`.
public final class ServeBenchmark {
  private static final byte[] EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":1}"
          .getBytes(StandardCharsets.UTF_8);
  private static final String SERVER =
      "exec nc -ll -p $PORT -e sh -c 'while read -r line; do [ ${#line} -lt 2 ] && break; done;"
          + " printf \"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok\"'";
  private static final int WARM = 20;

  private final Invocations invocations = new Invocations(InstantSource.system());
  private final MicroVmHost host;
  private int count;

  private ServeBenchmark(MicroVmHost host) {
    this.host = host;
  }

  public static void main(String[] arguments) throws Exception {
    int vms = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    Path folder = Files.createTempDirectory("skiff-serve-benchmark");
    try (MicroVmHost host = new MicroVmHost(folder)) {
      ServeBenchmark benchmark = new ServeBenchmark(host);
      benchmark.run("stdio", vms, Serve.Protocol.STDIO, "cat");
      benchmark.run("http", vms, Serve.Protocol.HTTP, "sh", "-c", SERVER);
    } finally {
      VmDirectories.remove(new VmDirectory(folder));
    }
  }

  private void run(String what, int vms, Serve.Protocol protocol, String... command)
      throws Exception {
    MicroVmHost.Agent agent = host.agent();
    List<Long> cold = new ArrayList<>();
    List<Long> ready = new ArrayList<>();
    List<Long> restored = new ArrayList<>();
    List<Long> warm = new ArrayList<>();
    for (int i = 0; i < vms; i++) {
      VmRun run = new VmRun(VmId.parse("j0-aaaa." + ++count), 1);
      long begin = System.nanoTime();
      MicroVm vm =
          agent.driver.boot(
              host.directory(),
              host.spec(List.of(command), Map.of(), null, false)
                  .named(run.toString())
                  .serving(new Serve(protocol, 8080, 1, 20, "default/" + what + "@1")));
      long up = System.nanoTime();
      invocations.up(run, vm);
      invoke(run.vm());
      (vm.phases().restored() ? restored : cold).add(System.nanoTime() - begin);
      if (vm.phases().restored()) {
        ready.add(up - begin);
      }
      for (int j = 0; j < WARM; j++) {
        long asked = System.nanoTime();
        invoke(run.vm());
        warm.add(System.nanoTime() - asked);
      }
      vm.kill();
      vm.exit().get(30, TimeUnit.SECONDS);
    }
    print(what + ": cold to answer", cold);
    print(what + ": restored to ready", ready);
    print(what + ": restored to answer", restored);
    print(what + ": warm", warm);
  }

  private void invoke(VmId vm) throws Exception {
    Attempt attempt =
        new Attempt(
            0, 1, new InvocationId(0, ++count), 1, Duration.ofSeconds(30), Duration.ofSeconds(5));
    if (!invocations.invoke(vm, attempt, EVENT).result().isSuccess()) {
      throw new IllegalStateException("an invocation failed");
    }
  }

  private static void print(String what, List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    System.out.printf(
        "%-26s median %6.1f ms, min %6.1f, max %6.1f (n=%d)%n",
        what,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.getFirst() / 1e6,
        sorted.getLast() / 1e6,
        sorted.size());
  }
}
