package dev.skiff.cli.function;

import dev.skiff.cli.api.ApiProblemException;
import dev.skiff.cli.api.FunctionApi;
import dev.skiff.cli.command.ApiCommand;
import dev.skiff.cli.command.DataOption;
import dev.skiff.cli.command.DurationConverter;
import dev.skiff.cli.command.ExitCode;
import dev.skiff.cli.command.Failure;
import dev.skiff.cli.console.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skiff fn invoke`: hands an event to a function.
@Command(
    name = "invoke",
    header = "Invoke a function and print what it answers.",
    customSynopsis =
        "skiff fn invoke [-d DATA|@FILE|-] [-H HEADER] [--timeout TIME] [--async] NAME",
    description = {
      "Exits with 0 when the function succeeded, 1 with the reason when it failed, and 124 when the",
      "time was over; it goes on then."
    },
    footer = {
      "",
      "Examples:",
      "  skiff fn invoke thumbnails -d @photo.jpg -H 'Content-Type: image/jpeg' > small.jpg",
      "  echo '{\"n\": 7}' | skiff fn invoke square -d -"
    })
public final class FunctionInvokeCommand extends ApiCommand {
  private static final String STILL_RUNNING = "still-running";

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      description = "A header, such as \"Content-Type: image/jpeg\" or \"ce-type: a\".")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long to wait; else 30s, at most 10m.")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(names = "--async", description = "Do not wait: print the invocation's id.")
  private boolean later;

  @Mixin private NamespaceOption namespace = new NamespaceOption();

  @Parameters(paramLabel = "NAME", description = "The function's name.")
  private String name = "";

  public FunctionInvokeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() throws InterruptedException {
    byte[] body = data.read(surroundings.in());
    Map<String, String> given = headers();
    if (body.length > 0 && given.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
      given.put("Content-Type", DataOption.type(body));
    }
    FunctionApi functions = new FunctionApi(api(), namespace.name());
    if (later) {
      print(functions.invokeLater(name, body, given));
      return ExitCode.OK;
    }
    try {
      byte[] output = functions.invoke(name, body, given, timeout);
      surroundings.out().write(output, 0, output.length);
      return ExitCode.OK;
    } catch (ApiProblemException e) {
      if (e.problem().code().equals(STILL_RUNNING)) {
        throw new Failure(ExitCode.TIMEOUT, e.problem().detail(), "skiff fn invocations " + name);
      }
      throw e;
    }
  }

  private Map<String, String> headers() {
    Map<String, String> given = new LinkedHashMap<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      if (colon < 1 || value.isEmpty()) {
        throw Failure.usage("-H: \"%s\" (expected: NAME: VALUE)".formatted(header), null);
      }
      given.put(header.substring(0, colon).strip(), value);
    }
    return given;
  }
}
