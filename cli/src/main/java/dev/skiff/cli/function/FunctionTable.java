package dev.skiff.cli.function;

import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Listing;
import dev.skiff.cli.view.DeployedFunction;
import java.util.List;

/// How lists of functions look.
final class FunctionTable {
  private FunctionTable() {}

  /// @param nowMicros for ages, microseconds since the epoch
  static Listing<DeployedFunction> listing(long nowMicros) {
    return new Listing<>(
        List.of(
            Column.of("NAME", DeployedFunction::name),
            Column.of("IMAGE", DeployedFunction::image),
            Column.of("PROTOCOL", function -> function.spec().path("protocol").asText("")),
            Column.of("TRIGGERS", function -> String.join(", ", function.triggers())),
            Column.of("QUEUED", function -> function.status().path("queued").asText("")),
            Column.of("VERSION", DeployedFunction::version),
            Column.of("AGE", function -> age(function, nowMicros)),
            Column.<DeployedFunction>of("SCALE", FunctionTable::scale).onlyWide(),
            Column.<DeployedFunction>of("NAMESPACE", DeployedFunction::namespace).onlyWide()),
        DeployedFunction::json,
        DeployedFunction::name);
  }

  static String scale(DeployedFunction function) {
    var scale = function.spec().path("scale");
    return scale.path("min").asText("?") + " to " + scale.path("max").asText("?");
  }

  private static String age(DeployedFunction function, long nowMicros) {
    return function.deployed() == 0 ? "" : Amounts.age(nowMicros - function.deployed());
  }
}
