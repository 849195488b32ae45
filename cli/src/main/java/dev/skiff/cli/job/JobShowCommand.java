package dev.skiff.cli.job;

import dev.skiff.cli.api.Pages;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.JobLookup;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.Sheet;
import dev.skiff.cli.view.Job;
import dev.skiff.cli.view.Vm;
import dev.skiff.cli.vm.VmTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff job show`: one job and its VMs.
@Command(
    name = "show",
    header = "Show a job: its state, its microVMs by host, and why some wait.",
    customSynopsis = "skiff job show [-o FORMAT] JOB",
    description = "With -o wide also each VM.")
public final class JobShowCommand extends ApiCommand {
  private static final int MAX_VMS = 10_000;
  private static final int MAX_REASONS = 10;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Parameters(paramLabel = "JOB", description = "Its id or name, or a unique beginning.")
  private String name = "";

  public JobShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Job job = new JobLookup(api()).job(name);
    switch (format) {
      case JSON -> print(Documents.json(job.json()));
      case YAML -> print(Documents.yaml(job.json()));
      case NAME -> print(job.id());
      case TABLE, WIDE -> show(job);
    }
    return ExitCode.OK;
  }

  private void show(Job job) throws InterruptedException {
    long now = surroundings.clock().millis() * 1_000;
    Pages.Found<Vm> vms = new Vms(api()).list(Vms.list().with("job", job.id()), MAX_VMS);
    sheet(job, vms.items(), now).lines().forEach(this::print);
    if (format == OutputFormat.WIDE) {
      print("");
      VmTable.listing(now).print(surroundings, format, vms.items(), "it has no VMs");
    }
    if (vms.more()) {
      say("... and more VMs: skiff ps -a --job " + job.id());
    }
  }

  private static Sheet sheet(Job job, List<Vm> vms, long now) {
    Sheet sheet =
        new Sheet()
            .add("Job", job.id())
            .add("Name", job.name())
            .add("Namespace", job.namespace())
            .add("Image", job.image())
            .add("State", job.state())
            .add("VMs", job.count() + " (" + JobTable.counts(job) + ")")
            .add("Submitted", ago(job.submitted(), now))
            .add("Finished", ago(job.finished(), now));
    String label = "Hosts";
    for (var host : count(vms.stream().filter(vm -> !vm.over()).toList(), Vm::host).entrySet()) {
      sheet.add(label, host.getKey() + ": " + host.getValue());
      label = "";
    }
    label = "Waiting";
    for (var reason :
        count(waiting(vms), Vm::reason).entrySet().stream().limit(MAX_REASONS).toList()) {
      sheet.add(label, reason.getValue() + ": " + reason.getKey());
      label = "";
    }
    return sheet;
  }

  private static List<Vm> waiting(List<Vm> vms) {
    return vms.stream().filter(vm -> vm.state().equals("PENDING")).toList();
  }

  private static Map<String, Integer> count(List<Vm> vms, Function<Vm, String> by) {
    Map<String, Integer> counts = new TreeMap<>();
    vms.stream()
        .map(by)
        .filter(key -> !key.isEmpty())
        .forEach(key -> counts.merge(key, 1, Integer::sum));
    return counts;
  }

  private static String ago(long micros, long now) {
    return micros == 0 ? "" : Amounts.age(now - micros) + " ago";
  }
}
