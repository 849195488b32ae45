package dev.skiff.standalone.role;

import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.contracts.CellId;
import dev.skiff.core.cell.CellRules;
import dev.skiff.core.placement.Policy;
import dev.skiff.kafka.KafkaSettings;
import dev.skiff.kafka.KafkaUnreachableException;
import dev.skiff.scheduler.kafka.LogReplay;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `skiff log replay`.
@Command(
    name = "replay",
    header = "Decide a cell's log again from its inputs, and compare.",
    customSynopsis = "skiff log replay --kafka HOST:PORT,... [OPTIONS]",
    description = {
      "Reads a cell's log, requests and reports, decides everything again with this version of",
      "Skiff, and compares the events byte for byte. Writes nothing. Exits with 1 when something",
      "comes out otherwise."
    })
final class LogReplayCommand implements Callable<Integer> {
  private static final long TOLD_EVERY = 10_000;

  @ParentCommand private @Nullable LogCommand parent;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(names = "--cell", paramLabel = "N", description = "Which cell; else 0.")
  private int cell;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "The placement policy of the cell's owners; else the default.")
  private String policy = "default";

  @Override
  public Integer call() throws InterruptedException {
    if (parent == null) {
      throw new IllegalStateException("log replay belongs under log");
    }
    PrintStream talk = parent.surroundings().err();
    KafkaSettings settings = kafka.settings("skiff-log-replay");
    LogReplay.Result result;
    try {
      result = LogReplay.run(settings, cellOf(settings), rules(), offset -> tell(talk, offset));
    } catch (KafkaUnreachableException | IOException e) {
      throw new Failure("the log was not replayed: " + e.getMessage(), null);
    }
    print(parent.surroundings().out(), result);
    return result.difference() == null ? ExitCode.OK : ExitCode.ERROR;
  }

  private CellId cellOf(KafkaSettings settings) {
    if (cell < 0 || cell >= settings.topics().cells()) {
      throw Failure.usage(
          "--cell: %d (expected: 0 to %d; see --cells)"
              .formatted(cell, settings.topics().cells() - 1),
          null);
    }
    return new CellId(cell);
  }

  private CellRules rules() {
    try {
      return CellRules.DEFAULT.withPolicy(Policy.parse(policy));
    } catch (IllegalArgumentException e) {
      throw Failure.usage("--policy: " + e.getMessage(), null);
    }
  }

  private static void tell(PrintStream talk, long offset) {
    if (offset > 0 && offset % TOLD_EVERY == 0) {
      talk.println("log@" + offset);
      talk.flush();
    }
  }

  private void print(PrintStream out, LogReplay.Result result) {
    out.printf(
        "cell %d, log %d to %d: %,d Transitions decided again, %s%n",
        cell,
        result.from(),
        result.next() - 1,
        result.compared(),
        result.difference() == null ? "all the same" : "then one that differs");
    if (result.unchecked() > 0) {
      out.printf("%,d not decided again: their inputs have been deleted%n", result.unchecked());
    }
    if (result.difference() != null) {
      out.printf(
          "log@%d, event %d%n  recorded: %s%n  decided:  %s%n",
          result.difference().offset(),
          result.difference().index(),
          result.difference().expected(),
          result.difference().got());
    }
    out.flush();
  }
}
