package dev.skiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skiff.cli.fixture.Cli;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

class HelpTest {
  private final Cli cli = new Cli(Map.of());

  static List<String> commands() {
    return List.of(
        "",
        "run",
        "create",
        "start",
        "stop",
        "kill",
        "pause",
        "unpause",
        "rm",
        "exec",
        "attach",
        "ps",
        "logs",
        "inspect",
        "why",
        "wait",
        "top",
        "cells",
        "version",
        "completion",
        "job",
        "job submit",
        "job plan",
        "job ls",
        "job show",
        "job wait",
        "job cancel",
        "job rm",
        "image",
        "image import",
        "image pull",
        "image ls",
        "image rm",
        "host",
        "host ls",
        "host show",
        "host cordon",
        "host uncordon",
        "host drain",
        "host rm",
        "service",
        "service ls",
        "service show",
        "service scale",
        "service update",
        "service rm",
        "fn",
        "fn deploy",
        "fn ls",
        "fn show",
        "fn invoke",
        "fn invocations",
        "fn logs",
        "fn rm",
        "event",
        "event send",
        "ns",
        "ns ls",
        "ns set",
        "ns rm");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldFitOnATerminalAndSayWhatTheCommandIsFor(String command) {
    Cli.Result help = cli.run((command + " --help").strip().split(" "));

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(100));
    assertThat(help.out().lines().findFirst().orElse("")).endsWith(".");
    assertThat(help.out()).contains("Usage: skiff " + command);
  }

  @Test
  void shouldListEachCommandUnderAHeading() {
    String help = cli.run("--help").out();

    assertThat(help).contains("\nRun microVMs\n  run  ").contains("\nLook at them\n  ps  ");
    assertThat(commands().stream().filter(name -> !name.isEmpty() && !name.contains(" ")))
        .allSatisfy(name -> assertThat(help).containsPattern("\n  " + name + " +[A-Z]"));
  }

  @Command(name = "up", header = "Start a fleet.")
  static final class Up implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("it ran");
    }
  }

  @Test
  void shouldTakeCommandsOfOthers() {
    Cli.Result result =
        cli.with(skiff -> skiff.add(HelpGroup.MACHINE, "up", Up::new)).run("--help");

    assertThat(result.out()).contains("\nA fleet on this machine\n  up          Start a fleet.\n");
    assertThat(cli.run("up").err()).startsWith("skiff: it ran\n");
    assertThat(cli.with(skiff -> skiff.add(HelpGroup.MACHINE, new Up())).run("up").err())
        .startsWith("skiff: it ran\n");
  }

  @Test
  void shouldPrintCompletionForShells() {
    assertThat(cli.run("completion", "bash").out())
        .startsWith("#!")
        .contains("complete -F")
        .contains("submit");
    assertThat(cli.run("completion", "zsh").out()).startsWith("#compdef skiff\n");
    assertThat(cli.run("completion", "fish").err())
        .startsWith("skiff: SHELL: \"fish\" (expected: bash or zsh)\n");
  }

  @Test
  void shouldPrintItsVersionWithoutAFleet() {
    assertThat(cli.run("version").out()).startsWith("skiff ").hasLineCount(1);
  }
}
