package dev.skiff.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.agent.core.VmRun;
import dev.skiff.contracts.VmId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VmDoorsTest {
  private static final VmId VM = VmId.parse("j0-aaaa.0");

  private final VmDoors doors = new VmDoors();

  @Test
  void shouldTellOfAnEndUntilTheNextPlacementIsUnderWay() throws Exception {
    assertThat(doors.await(VM, Duration.ZERO)).isNull();
    doors.close(new VmRun(VM, 1));
    assertThat(doors.await(VM, Duration.ZERO)).isEqualTo(new VmDoors.Door(new VmRun(VM, 1), null));
    doors.expect(new VmRun(VM, 2));
    assertThat(doors.await(VM, Duration.ofMillis(1))).as("it is to come").isNull();
    doors.close(new VmRun(VM, 2));
    doors.expect(new VmRun(VM, 2));
    assertThat(doors.await(VM, Duration.ZERO)).isEqualTo(new VmDoors.Door(new VmRun(VM, 2), null));
  }
}
