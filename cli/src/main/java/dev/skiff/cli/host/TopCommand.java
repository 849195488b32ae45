package dev.skiff.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.api.Pages;
import dev.skiff.cli.api.Vms;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Subscription;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.console.Terminal;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Table;
import dev.skiff.cli.view.Host;
import dev.skiff.cli.view.Vm;
import dev.skiff.cli.vm.VmTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skiff top`: hosts and VMs, refreshed.
@Command(
    name = "top",
    header = "Watch hosts and active microVMs.",
    customSynopsis = "skiff top [--once] [-d TIME]",
    description = "Refreshes until Ctrl-C; prints once when standard output is no terminal.")
public final class TopCommand extends ApiCommand {
  private static final int MAX_ROWS = 500;
  private static final int DEFAULT_ROWS = 40;
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(names = "--once", description = "Print once and end.")
  private boolean once;

  @Option(
      names = {"-d", "--delay"},
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Between refreshes; else 2s.")
  private Duration delay = Duration.ofSeconds(2);

  public TopCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (once || !surroundings.terminal().isTerminal(StandardStream.OUT)) {
      lines().forEach(this::print);
      return ExitCode.OK;
    }
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Subscription _ = surroundings.interrupts().listen(interrupted::countDown)) {
      do {
        List<String> lines = lines();
        int rows = surroundings.terminal().size().map(Terminal.Size::rows).orElse(DEFAULT_ROWS) - 1;
        surroundings.out().print(CLEAR);
        lines.stream().limit(rows).forEach(this::print);
        surroundings.out().flush();
      } while (!interrupted.await(delay.toMillis(), TimeUnit.MILLISECONDS));
    }
    return ExitCode.OK;
  }

  private List<String> lines() throws InterruptedException {
    JsonNode fleet = api().ask(ApiRequest.get("/v1/fleet")).path("status");
    List<Host> hosts = Pages.read(api(), ApiRequest.get("/v1/hosts"), MAX_ROWS, Host::new).items();
    Pages.Found<Vm> vms = new Vms(api()).list(Vms.list().with("state", "active"), MAX_ROWS);
    long now = surroundings.clock().millis() * 1_000;
    List<String> lines = new ArrayList<>();
    lines.add(summary(fleet));
    lines.add("");
    lines.addAll(table(HostTable.listing(now).columns(), hosts));
    lines.add("");
    lines.addAll(table(VmTable.listing(now).columns(), vms.items()));
    if (vms.more()) {
      lines.add("... and more: skiff ps");
    }
    return lines;
  }

  private <T> List<String> table(List<Column<T>> columns, List<T> rows) {
    return new Table<>(columns, false, surroundings.colours(StandardStream.OUT)).lines(rows);
  }

  private static String summary(JsonNode fleet) {
    return "%s of %s hosts ready, %s VMs running, %s pending; CPUs %s of %s, memory %s of %s"
        .formatted(
            fleet.path("hosts").path("ready").asText("?"),
            fleet.path("hosts").path("total").asText("?"),
            fleet.path("vms").path("running").asText("?"),
            fleet.path("vms").path("pending").asText("?"),
            fleet.path("used").path("cpus").asText("?"),
            fleet.path("promisable").path("cpus").asText("?"),
            fleet.path("used").path("memory").asText("?"),
            fleet.path("promisable").path("memory").asText("?"));
  }
}
