package dev.skiff.gateway.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.gateway.problem.Problem;
import dev.skiff.gateway.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutstandingTest {
  private static final FunctionId F = new FunctionId("default", "f");
  private static final FunctionId G = new FunctionId("default", "g");

  private final Outstanding outstanding = new Outstanding(3, 4);

  @Test
  void shouldBoundAFunctionAndSayWhatToDo() {
    outstanding.take(List.of(F, F, F));

    assertThatThrownBy(() -> outstanding.take(List.of(F)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.QUEUE_FULL);
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.headers()).containsKey("Retry-After");
            })
        .hasMessageContaining("3 invocations of default/f are not over; nothing was accepted");
    outstanding.take(List.of(G));
  }

  @Test
  void shouldBoundAllFunctionsTogether() {
    outstanding.take(List.of(F, F, G, G));

    assertThatThrownBy(() -> outstanding.take(List.of(F))).hasMessageContaining("4 invocations");
  }

  @Test
  void shouldTakeAllOrNothing() {
    assertThatThrownBy(() -> outstanding.take(List.of(G, F, F, F, F))).isInstanceOf(Problem.class);

    assertThat(outstanding.of(G)).isZero();
    assertThat(outstanding.of(F)).isZero();
  }

  @Test
  void shouldHaveRoomAgainForWhatIsOver() {
    outstanding.take(List.of(F, F, F));
    outstanding.release(F);

    assertThat(outstanding.of(F)).isEqualTo(2);
    outstanding.take(List.of(F));
    assertThat(outstanding.of(F)).isEqualTo(3);
  }
}
