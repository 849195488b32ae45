package dev.skiff.cli.service;

import picocli.CommandLine.Option;

/// The namespace in which a service's name is looked up.
final class NamespaceOption {
  @Option(names = "--namespace", paramLabel = "NS", description = "Whose it is; else default.")
  private String namespace = "default";

  String name() {
    return namespace;
  }
}
