package dev.skiff.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageConfigTest {
  private static final ImageConfig BOTH =
      config(List.of("/entry", "--flag"), List.of("default", "args"));

  @Test
  void shouldRunEntrypointWithCmdWhenNothingIsRequested() throws ImageException {
    assertThat(BOTH.command(List.of())).containsExactly("/entry", "--flag", "default", "args");
  }

  @Test
  void shouldReplaceCmdButKeepTheEntrypoint() throws ImageException {
    assertThat(BOTH.command(List.of("mine"))).containsExactly("/entry", "--flag", "mine");
  }

  @Test
  void shouldDropCmdWhenTheEntrypointIsOverridden() throws ImageException {
    assertThat(BOTH.command(List.of("sh"), List.of())).containsExactly("sh");
    assertThat(BOTH.command(List.of("sh"), List.of("-c", "id"))).containsExactly("sh", "-c", "id");
  }

  @Test
  void shouldRunTheRequestAloneWhenAnEmptyEntrypointOverrides() throws ImageException {
    assertThat(BOTH.command(List.of(), List.of("id"))).containsExactly("id");
  }

  @Test
  void shouldSayWhenThereIsNothingToRun() {
    assertThatThrownBy(() -> config(List.of(), List.of()).command(List.of()))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.code()).isEqualTo("no-command"));
  }

  @Test
  void shouldLetTheRequestsEnvironmentWin() {
    ImageConfig config =
        new ImageConfig(List.of(), List.of(), Map.of("A", "image", "B", "image"), "/", null);

    assertThat(config.environment(Map.of("B", "request", "C", "request")))
        .containsEntry("A", "image")
        .containsEntry("B", "request")
        .containsEntry("C", "request")
        .containsEntry("PATH", ImageConfig.DEFAULT_PATH);
  }

  private static ImageConfig config(List<String> entrypoint, List<String> cmd) {
    return new ImageConfig(entrypoint, cmd, Map.of(), "/", null);
  }
}
