package dev.skiff.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.api.ApiRequest;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.OutputOptions;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.view.HostResult;
import dev.skiff.cli.view.Image;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `skiff image ls`: the images that hosts hold.
@Command(
    name = "ls",
    aliases = "list",
    header = "List the images that hosts hold.",
    customSynopsis = "skiff image ls [-q] [-o FORMAT]")
public final class ImageListCommand extends ApiCommand {
  @Mixin private OutputOptions output = new OutputOptions();

  public ImageListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer = api().ask(ApiRequest.get("/v1/images"));
    List<Image> images = new ArrayList<>();
    answer.path("items").forEach(item -> images.add(new Image(item)));
    long now = surroundings.clock().millis() * 1_000;
    new Listing<Image>(
            List.of(
                Column.of("NAME", Image::name),
                Column.of("DIGEST", Image::shortDigest),
                Column.<Image>of("SIZE", image -> Amounts.bytes(image.size())).flushRight(),
                Column.of("BUILT", image -> age(image, now)),
                Column.of("HOSTS", image -> Integer.toString(image.hosts().size())),
                Column.<Image>of("ON", image -> String.join(",", image.hosts())).onlyWide()),
            Image::json,
            Image::name)
        .print(
            surroundings,
            output.format(),
            images,
            "no images; get one: skiff image import FILE, or skiff image pull REF");
    for (HostResult silent : HostResult.of(answer.path("unreachable"))) {
      say("skiff: no answer from " + silent.host() + ": " + silent.detail());
    }
    return ExitCode.OK;
  }

  private static String age(Image image, long now) {
    return image.created() == 0 ? "" : Amounts.age(now - image.created()) + " ago";
  }
}
