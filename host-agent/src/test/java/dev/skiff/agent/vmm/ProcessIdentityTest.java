package dev.skiff.agent.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  @Test
  void shouldNotMistakeALaterProcessForAnEarlierOne() {
    ProcessIdentity own = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    assertThat(own.alive()).isTrue();
    ProcessIdentity earlier = new ProcessIdentity(own.pid(), own.startTicks() - 1, own.hostBoot());
    assertThat(earlier.alive()).isFalse();
    assertThat(new ProcessIdentity(own.pid(), own.startTicks(), "another boot").alive()).isFalse();
  }

  @Test
  void shouldReadTheStartTimeOfAProgramWithAnOddName() {
    String stat =
        "42 (a) b) (c) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 777 1000 10 18446744073709551615";
    assertThat(ProcessIdentity.startTicks(stat)).isEqualTo(777);
    assertThat(ProcessIdentity.startTicks(stat.replace(") S ", ") Z "))).isEqualTo(-1);
  }
}
