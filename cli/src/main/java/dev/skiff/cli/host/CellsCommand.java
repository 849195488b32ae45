package dev.skiff.cli.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Colour;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skiff cells`: who owns which part of the fleet.
@Command(
    name = "cells",
    header = "List cells: their owner, log position and load.",
    customSynopsis = "skiff cells [-q] [-o FORMAT]")
public final class CellsCommand extends ApiCommand {
  @Mixin private OutputOptions output = new OutputOptions();

  public CellsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> cells = new ArrayList<>();
    api().ask(ApiRequest.get("/v1/cells")).path("items").forEach(cells::add);
    new Listing<JsonNode>(
            List.of(
                Column.of("CELL", CellsCommand::id),
                Column.<JsonNode>of("STATE", cell -> status(cell, "state"))
                    .coloured(CellsCommand::colour),
                Column.of("OWNER", cell -> status(cell, "owner")),
                Column.of("CLAIM", cell -> status(cell, "claim")),
                Column.of("LOG", cell -> status(cell, "logOffset")),
                Column.of("HOSTS", cell -> status(cell, "hosts")),
                Column.of("CPUS", cell -> usage(cell, "cpus")),
                Column.of("MEMORY", cell -> usage(cell, "memory")),
                Column.of("PENDING", cell -> status(cell, "pendingVms")),
                Column.of("VMS", cell -> status(cell, "unfinishedVms")),
                Column.of("SEEN", CellsCommand::seen),
                Column.<JsonNode>of("VIEW", cell -> status(cell, "viewOffset")).onlyWide(),
                Column.<JsonNode>of("LIVENESS", CellsCommand::liveness).onlyWide()),
            cell -> cell,
            CellsCommand::id)
        .print(surroundings, output.format(), cells, "no cells");
    return ExitCode.OK;
  }

  private static String id(JsonNode cell) {
    return cell.path("metadata").path("id").asText("");
  }

  private static String status(JsonNode cell, String field) {
    return cell.path("status").path(field).asText("");
  }

  private static Colour colour(JsonNode cell) {
    return status(cell, "state").equals("OWNED") ? Colour.GREEN : Colour.RED;
  }

  private static String seen(JsonNode cell) {
    JsonNode age = cell.path("status").path("ageMillis");
    return age.isIntegralNumber() ? Amounts.age(age.longValue() * 1_000) + " ago" : "never";
  }

  private static String usage(JsonNode cell, String resource) {
    if (!cell.path("status").has("used")) {
      return "";
    }
    return cell.path("status").path("used").path(resource).asText("?")
        + "/"
        + cell.path("status").path("promisable").path(resource).asText("?");
  }

  private static String liveness(JsonNode cell) {
    return cell.path("status").path("livenessPaused").asBoolean(false) ? "paused" : "on";
  }
}
