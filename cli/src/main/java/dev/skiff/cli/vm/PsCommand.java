package dev.skiff.cli.vm;

import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.view.Vm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skiff ps`: lists VMs.
@Command(
    name = "ps",
    header = "List microVMs.",
    customSynopsis = "skiff ps [-a] [-q] [-o FORMAT] [FILTERS]",
    description = "Shows those that are not over; the newest job's first.",
    footer = {
      "",
      "Examples:",
      "  skiff ps -a --job thumbnails",
      "  skiff ps --state failed,lost -o wide",
      "  skiff ps -l 'team in (media,web)' -o json",
      "  skiff stop $(skiff ps -q --host host-2)"
    })
public final class PsCommand extends ApiCommand {
  @Option(
      names = {"-a", "--all"},
      description = "Also those that are over.")
  private boolean all;

  @Option(
      names = "--state",
      paramLabel = "STATE,...",
      description = "Only in these states; also active and finished.")
  private @Nullable String state;

  @Option(names = "--host", paramLabel = "HOST", description = "Only those on this host.")
  private @Nullable String host;

  @Option(names = "--job", paramLabel = "JOB", description = "Only those of this job.")
  private @Nullable String job;

  @Option(names = "--namespace", paramLabel = "NS", description = "Only those of a namespace.")
  private @Nullable String namespace;

  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only those whose labels match: \"a=b,c!=d,e in (f,g)\".")
  private @Nullable String selector;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "KEY=VALUE",
      description = "As in Docker: state, host, job, name, namespace, label.")
  private List<String> filters = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "How many at most; else 1000.")
  private int limit = 1_000;

  @Mixin private OutputOptions output = new OutputOptions();

  public PsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    VmFilter filter = new VmFilter();
    filter.put("state", state);
    filter.put("host", host);
    filter.put("job", job);
    filter.put("namespace", namespace);
    filter.select(selector);
    filters.forEach(filter::add);
    if (!all) {
      filter.byDefault("state", "active");
    }
    ApiRequest request = filter.apply(Vms.list());
    Pages.Found<Vm> found = new Vms(api()).list(request, Math.max(1, limit));
    VmTable.listing(surroundings.clock().millis() * 1_000)
        .print(surroundings, output.format(), found.items(), nothing());
    if (found.more()) {
      say("... and more; raise --limit to see them");
    }
    return ExitCode.OK;
  }

  private String nothing() {
    return all
        ? "no VMs; start one: skiff run --rm skiff/busybox -- uname -r"
        : "no VM is active; skiff ps -a shows those that are over";
  }
}
