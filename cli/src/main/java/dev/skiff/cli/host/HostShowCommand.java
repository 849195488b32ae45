package dev.skiff.cli.host;

import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.lookup.HostLookup;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Documents;
import dev.skiff.cli.output.OutputFormat;
import dev.skiff.cli.output.Sheet;
import dev.skiff.cli.view.Host;
import dev.skiff.cli.vm.VmTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff host show`: one host and its VMs.
@Command(
    name = "show",
    header = "Show a host and the microVMs on it.",
    customSynopsis = "skiff host show [-o FORMAT] HOST")
public final class HostShowCommand extends ApiCommand {
  private static final int MAX_VMS = 200;
  private static final int MAX_IMAGES = 5;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table (default), wide, json, yaml or name.")
  private OutputFormat format = OutputFormat.TABLE;

  @Parameters(paramLabel = "HOST", description = "Its name, or a unique beginning.")
  private String name = "";

  public HostShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    Host host = new HostLookup(api()).host(name);
    switch (format) {
      case JSON -> print(Documents.json(host.json()));
      case YAML -> print(Documents.yaml(host.json()));
      case NAME -> print(host.id());
      case TABLE, WIDE -> show(host);
    }
    return ExitCode.OK;
  }

  private void show(Host host) throws InterruptedException {
    long now = surroundings.clock().millis() * 1_000;
    new Sheet()
        .add("Host", host.id())
        .add("State", host.state())
        .add("Drain", drain(host, now))
        .add("Conflict", host.status("conflict"))
        .add("Cell", host.status("cell"))
        .add("Labels", String.join(", ", host.labels()))
        .add("Address", host.status("address"))
        .add("Driver", host.status("driver"))
        .add("", host.status("driverReason"))
        .add("CPUs", host.usage("cpus") + overcommit(host))
        .add("Memory", host.usage("memory"))
        .add("Disk", host.usage("disk"))
        .add("VMs", host.usage("vms"))
        .add("Images", images(host))
        .add("Joined", host.joined() == 0 ? "" : Amounts.age(now - host.joined()) + " ago")
        .add("Version", host.status("version"))
        .lines()
        .forEach(this::print);
    var vms =
        new Vms(api()).list(Vms.list().with("host", host.id()).with("state", "active"), MAX_VMS);
    print("");
    VmTable.listing(now).print(surroundings, format, vms.items(), "no VM is on it");
    if (vms.more()) {
      say("... and more: skiff ps --host " + host.id());
    }
  }

  private static String drain(Host host, long now) {
    if (!host.draining()) {
      return "";
    }
    String left =
        host.drained()
            ? "done, all VMs are gone"
            : "%d of %d VMs left".formatted(host.drainLeft(), host.drainVms());
    return host.drainDeadline() == 0 || host.drained()
        ? left
        : left + ", deadline in " + Amounts.age(host.drainDeadline() - now);
  }

  private static String images(Host host) {
    int more = host.images().size() - MAX_IMAGES;
    String shown = String.join(", ", host.images().stream().limit(MAX_IMAGES).toList());
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String overcommit(Host host) {
    String percent = host.status("cpuOvercommitPercent");
    return percent.isEmpty() || percent.equals("100") ? "" : " (overcommit " + percent + "%)";
  }
}
