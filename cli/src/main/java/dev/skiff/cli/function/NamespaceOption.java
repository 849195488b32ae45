package dev.skiff.cli.function;

import picocli.CommandLine.Option;

/// The namespace in which a function's name is looked up.
final class NamespaceOption {
  @Option(names = "--namespace", paramLabel = "NS", description = "Whose it is; else default.")
  private String namespace = "default";

  String name() {
    return namespace;
  }
}
