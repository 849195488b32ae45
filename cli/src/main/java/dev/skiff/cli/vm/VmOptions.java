package dev.skiff.cli.vm;

import dev.skiff.cli.command.PlacementOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `run` and `create` let be said about the VM.
final class VmOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "A name for it.")
  @Nullable String name;

  @Option(names = "--namespace", paramLabel = "NS", description = "Whose it is; else default.")
  @Nullable String namespace;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs: 0.5, 500m or 2.")
  @Nullable String cpus;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "Memory: 128MiB or 1GiB; Docker's 256m and 1g are understood.")
  @Nullable String memory;

  @Option(
      names = "--disk",
      paramLabel = "SIZE",
      description = "Writable space on top of the image.")
  @Nullable String disk;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "A variable; without a value, the one it has here.")
  List<String> variables = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Variables, one NAME=VALUE a line.")
  List<Path> variableFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory in the guest.")
  @Nullable String workdir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "User in the guest: name, uid, name:group or uid:gid.")
  @Nullable String user;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY=VALUE",
      description = "A label to find it by.")
  List<String> labels = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Keep standard input open for it.")
  boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give it a terminal.")
  boolean tty;

  @Option(
      names = "--restart",
      paramLabel = "POLICY",
      description = "never (default), on-failure[:MAX] or always[:MAX].")
  @Nullable String restart;

  @Mixin PlacementOptions placement = new PlacementOptions();
}
