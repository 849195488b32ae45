package dev.skiff.cli.command;

import dev.skiff.cli.output.OutputFormat;
import picocli.CommandLine.Option;

/// How a list is printed.
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      description = "Ids only; the same as -o name.")
  private boolean quiet;

  public OutputFormat format() {
    return quiet ? OutputFormat.NAME : format;
  }
}
