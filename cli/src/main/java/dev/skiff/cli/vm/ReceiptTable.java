package dev.skiff.cli.vm;

import dev.skiff.cli.console.StandardStream;
import dev.skiff.cli.console.Surroundings;
import dev.skiff.cli.output.Amounts;
import dev.skiff.cli.output.Colour;
import dev.skiff.cli.output.Column;
import dev.skiff.cli.output.Table;
import dev.skiff.cli.view.Receipt;
import dev.skiff.cli.view.Vm;
import java.util.ArrayList;
import java.util.List;

/// A start's receipt for people: each step, how long it took, and its share of the whole as a bar.
final class ReceiptTable {
  private static final int BAR = 24;

  private ReceiptTable() {}

  static List<String> lines(Vm vm, Surroundings surroundings) {
    Receipt receipt = Receipt.of(vm);
    List<Receipt.Step> steps = receipt.steps();
    long sum = Math.max(1, steps.stream().mapToLong(Receipt.Step::micros).sum());
    List<Column<Receipt.Step>> columns =
        List.of(
            Column.of("STEP", Receipt.Step::name),
            Column.<Receipt.Step>of("TOOK", step -> Amounts.span(step.micros())).flushRight(),
            Column.<Receipt.Step>of("SHARE", step -> bar(step.micros(), sum))
                .coloured(step -> Colour.CYAN),
            Column.of("WHAT", Receipt.Step::meaning));
    List<String> lines = new ArrayList<>();
    lines.add(headline(vm, receipt));
    lines.addAll(
        new Table<>(columns, false, surroundings.colours(StandardStream.OUT)).lines(steps));
    return lines;
  }

  private static String headline(Vm vm, Receipt receipt) {
    String host = vm.host().isEmpty() ? "" : " on " + vm.host();
    String total =
        receipt.total() < 0
            ? "does not run yet"
            : Amounts.span(receipt.total()) + " from submit to running command";
    return "%s (%s)%s: %s".formatted(vm.id(), vm.image(), host, total);
  }

  private static String bar(long micros, long sum) {
    int full = Math.round((float) BAR * micros / sum);
    return full == 0 ? "▏" : "█".repeat(full);
  }
}
