package dev.skiff.contracts.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.PlacementSpec;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionSpecTest {
  private static final VmSpec VM = vm(false);

  @Test
  void shouldSayHowAVmOfAVersionServes() {
    FunctionSpec spec = spec(VM, 8080, 4, 30_000, List.of());

    assertThat(spec.serve(17))
        .isEqualTo(new Serve(Serve.Protocol.HTTP, 8080, 4, 30, "default/thumbnails@17"));
    assertThat(VM.serving(spec.serve(17)).serve()).isEqualTo(spec.serve(17));
  }

  @Test
  void shouldRefuseWhatNoVmCouldDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(VM, 0, 1, 30_000, List.of()))
        .withMessage("port: 0 (expected: 1 to 65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(VM, 8080, 31, 30_000, List.of()))
        .withMessage("concurrency: 31 (expected: 1 to 30)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(vm(true), 8080, 1, 30_000, List.of()))
        .withMessageContaining("a VM that serves is not attached to");
  }

  @Test
  void shouldBoundTheTimeOfAnAttempt() {
    assertThat(spec(VM, 8080, 1, 3_600_000, List.of()).timeoutMillis()).isEqualTo(3_600_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(VM, 8080, 1, 3_600_001, List.of()))
        .withMessage("timeoutMillis: 3600001 (expected: 1 to 3600000)");
  }

  @Test
  void shouldRefuseTriggersThatCannotBeToldApart() {
    List<Trigger> triggers =
        List.of(
            new Trigger.Cron("a", "0 * * * *", null),
            new Trigger.Events("b", List.of()),
            new Trigger.Events("a", List.of()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(VM, 8080, 1, 1, triggers))
        .withMessageContaining("two have one name");
  }

  @Test
  void shouldRefuseMoreThanSixteenTriggers() {
    List<Trigger> triggers = new ArrayList<>();
    for (int i = 0; i < FunctionSpec.MAX_TRIGGERS; i++) {
      triggers.add(new Trigger.Events("t" + i, List.of()));
    }
    assertThat(spec(VM, 8080, 1, 1, triggers).triggers()).hasSize(16);
    triggers.add(new Trigger.Events("more", List.of()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> spec(VM, 8080, 1, 1, triggers))
        .withMessage("triggers: 17 (expected: at most 16)");
  }

  @Test
  void shouldKeepItsScaleWithinItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale(11, 10, 0, 0))
        .withMessage("min: 11 (expected: 0 to max, 10)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale(0, 10, 11, 0))
        .withMessage("prewarmed: 11 (expected: 0 to max, 10)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale(0, 1_001, 0, 0))
        .withMessage("max: 1001 (expected: 1 to 1000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale(0, 1, 0, 86_400_001))
        .withMessage("keepAliveMillis: 86400001 (expected: 0 to 86400000)");
  }

  @Test
  void shouldNotLetPausesShrink() {
    assertThat(new Retries(1, 10, 10).longestPauseMillis()).isEqualTo(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retries(1, 1_000, 999))
        .withMessage("longestPauseMillis: 999 (expected: 1000, the first pause, to 86400000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retries(1, 10, 86_400_001))
        .withMessageContaining("longestPauseMillis: 86400001");
  }

  @Test
  void shouldRefuseAFilterThatComparesNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventFilter.Prefix(Map.of()))
        .withMessage("attributes: {} (expected: at least one)");
  }

  private static FunctionSpec spec(
      VmSpec vm, int port, int concurrency, long timeoutMillis, List<Trigger> triggers) {
    return new FunctionSpec(
        new FunctionId("default", "thumbnails"),
        Map.of(),
        vm,
        Serve.Protocol.HTTP,
        port,
        concurrency,
        30,
        PlacementSpec.ANYWHERE,
        new Scale(0, 10, 0, 60_000),
        timeoutMillis,
        new Retries(3, 1_000, 60_000),
        null,
        triggers);
  }

  private static VmSpec vm(boolean tty) {
    return new VmSpec(
        "skiff/busybox",
        List.of(),
        Map.of(),
        null,
        null,
        tty,
        false,
        new Resources(500, 128, 0, 1));
  }
}
