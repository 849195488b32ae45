package dev.skiff.contracts.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skiff.contracts.HostId;
import dev.skiff.contracts.JobId;
import dev.skiff.contracts.VmId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBatchTest {
  private static final HostId HOST = new HostId("host-1");

  @Test
  void shouldAskToJoinAgainOnlyWhenItSaysNothingElse() {
    Order kill = new Order.Kill(VmId.parse("j0-x7k2m9qa.0"), 1);

    assertThat(OrderBatch.of(HOST, 7, 42, List.of()).asksToJoinAgain()).isTrue();
    assertThat(OrderBatch.of(HOST, 7, 42, List.of(kill)).asksToJoinAgain()).isFalse();
    assertThat(new OrderBatch(HOST, 7, 42, List.of(), new Lease(5, 10_000)).asksToJoinAgain())
        .isFalse();
  }

  @Test
  void shouldRefuseARunOfNoVms() {
    assertThat(new VmId(new JobId("j0-x7k2m9qa"), 3).next().index()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VmId.requireRun(0, 0))
        .withMessageContaining("expected: at least one, from 0 on");
    assertThatIllegalArgumentException().isThrownBy(() -> VmId.requireRun(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> VmId.requireRun(Integer.MAX_VALUE, 1));
  }
}
