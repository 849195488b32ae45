package dev.skiff.agent.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.core.VmRun;
import dev.skiff.agent.serve.Answer;
import dev.skiff.agent.serve.Attempt;
import dev.skiff.agent.serve.Invocations;
import dev.skiff.agent.vmm.MicroVm;
import dev.skiff.agent.vmm.OutputKind;
import dev.skiff.agent.vmm.VmDirectory;
import dev.skiff.contracts.VmId;
import dev.skiff.contracts.invocation.InvocationId;
import dev.skiff.contracts.invocation.StartKind;
import dev.skiff.contracts.spec.Serve;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Events given to real microVMs, by process and over HTTP.
@Tag("microvm")
@Timeout(180)
@TestInstance(Lifecycle.PER_CLASS)
class QemuInvocationsTest {
  private static final String EVENT =
      "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"greeting\","
          + "\"datacontenttype\":\"text/plain\",\"data\":\"hello\"}";

  /// Answers with the event's type and data; fails where the data says so; has no length.
  private static final String SERVER =
      """
      exec nc -ll -p $PORT -e sh -c '
        while read -r line; do
          line=$(printf %s "$line" | cut -d"\r" -f1)
          [ -z "$line" ] && break
          case "$line" in
            ce-type:*) type=${line#*: } ;;
            content-length:*) length=${line#*: } ;;
          esac
        done
        data=$(head -c $length)
        case "$data" in
          fail) printf "HTTP/1.1 500 No\\r\\nContent-Length: 3\\r\\n\\r\\nbad" ;;
          wait) sleep 100 ;;
          hangup) ;;
          *) printf "HTTP/1.1 103 Early Hints\\r\\n\\r\\nHTTP/1.1 201 Yes\\r\\nContent-Type: text/x-test\\r\\n\\r\\n%s %s" "$type" "$data" ;;
        esac'
      """;

  private final Invocations invocations = new Invocations(InstantSource.system());
  private final List<MicroVm> booted = new ArrayList<>();
  private MicroVmHost host;
  private int count;

  @BeforeAll
  void openHost(@TempDir Path folder) throws Exception {
    host = new MicroVmHost(folder);
  }

  @AfterAll
  void closeHost() throws Exception {
    for (MicroVm vm : booted) {
      vm.kill();
      vm.exit().get(30, TimeUnit.SECONDS);
    }
    host.close();
  }

  private VmId boot(
      MicroVmHost.Agent agent, VmDirectory directory, Serve.Protocol protocol, String... command)
      throws Exception {
    VmRun run = new VmRun(VmId.parse("j0-aaaa." + ++count), 1);
    MicroVm vm =
        agent.driver.boot(
            directory,
            host.spec(List.of(command), Map.of(), null, false)
                .serving(new Serve(protocol, 8080, 2, 20, "default/f@1")));
    booted.add(vm);
    invocations.up(run, vm);
    return run.vm();
  }

  private Answer invoke(VmId vm, String event, Duration timeout) throws Exception {
    Attempt attempt =
        new Attempt(3, 1, new InvocationId(3, ++count), 1, timeout, Duration.ofSeconds(5));
    return invocations.invoke(vm, attempt, event.getBytes(StandardCharsets.UTF_8));
  }

  private Answer invoke(VmId vm, String event) throws Exception {
    return invoke(vm, event, Duration.ofSeconds(30));
  }

  @Test
  void shouldGiveAnEventToAProcess() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmDirectory directory = host.directory();
    String script =
        "event=$(cat); echo working on $SKIFF_INVOCATION >&2; case \"$event\" in *fail*) echo so far; exit 3;;"
            + " *much*) yes;; *wait*) sleep 100;; esac; echo $event";
    VmId vm = boot(agent, directory, Serve.Protocol.STDIO, "sh", "-c", script);
    Answer first = invoke(vm, EVENT);
    assertThat(first.result().text()).isEqualTo(EVENT + "\n");
    assertThat(first.result().isSuccess()).isTrue();
    assertThat(first.start()).isEqualTo(StartKind.COLD);
    assertThat(first.began()).isGreaterThanOrEqualTo(first.ready());

    Answer failed = invoke(vm, "fail");
    assertThat(failed.start()).isEqualTo(StartKind.WARM);
    assertThat(failed.result().code()).isEqualTo("exit-nonzero");
    assertThat(failed.result().status()).isEqualTo(3);
    assertThat(failed.result().text()).isEqualTo("so far\n");
    assertThat(failed.result().detail()).startsWith("exit code 3: working on i3-");
    assertThat(invoke(vm, "much").result().code()).isEqualTo("output-too-large");
    assertThat(invoke(vm, "wait", Duration.ofSeconds(1)).result().code()).isEqualTo("timed-out");
    assertThat(invoke(vm, "again").result().text()).as("its slots are free").isEqualTo("again\n");
    assertThat(agent.output(directory, OutputKind.STDERR)).contains("working on i3-");

    VmId next = boot(agent, host.directory(), Serve.Protocol.STDIO, "sh", "-c", script);
    assertThat(invoke(next, EVENT).start()).isEqualTo(StartKind.RESTORED);
  }

  @Test
  void shouldGiveAnEventToAServer() throws Exception {
    MicroVmHost.Agent agent = host.agent();
    VmId vm = boot(agent, host.directory(), Serve.Protocol.HTTP, "sh", "-c", SERVER);
    Answer answer = invoke(vm, EVENT);
    assertThat(answer.result().code()).as("%s", answer.result().detail()).isNull();
    assertThat(answer.result().status()).isEqualTo(201);
    assertThat(answer.result().text()).isEqualTo("greeting hello");
    assertThat(answer.result().contentType()).isEqualTo("text/x-test");

    Answer failed = invoke(vm, EVENT.replace("hello", "fail"));
    assertThat(failed.result().code()).isEqualTo("http-status");
    assertThat(failed.result().status()).isEqualTo(500);
    assertThat(failed.result().text()).isEqualTo("bad");
    assertThat(invoke(vm, EVENT.replace("hello", "hangup")).result().code())
        .isEqualTo("connection-failed");
    assertThat(invoke(vm, EVENT.replace("hello", "wait"), Duration.ofSeconds(1)).result().code())
        .isEqualTo("timed-out");
    assertThat(invoke(vm, EVENT).result().isSuccess()).isTrue();
  }
}
