package dev.skiff.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where VMs go, as far as a command line says it. What is given takes the place of what a manifest
/// says; selectors and amounts are checked by the API.
public final class PlacementOptions {
  private static final Pattern SPREAD = Pattern.compile("([^:]+)(?::([0-9]{1,9}))?");

  @Option(
      names = "--constraint",
      paramLabel = "SELECTOR",
      description = "Only on hosts whose labels match: \"zone in (a,b)\".")
  private List<String> constraints = new ArrayList<>();

  @Option(
      names = "--spread",
      paramLabel = "LABEL[:SKEW]",
      description = "Spread over zone, rack, host, ...; with a skew, never less evenly.")
  private List<String> spread = new ArrayList<>();

  @Option(
      names = "--priority",
      paramLabel = "0-100",
      description = "Who is placed first when hosts are full; else 50.")
  private @Nullable Integer priority;

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      description = "How long it is expected to run (90s, 2h): helps packing.")
  private @Nullable String lifetime;

  @Option(
      names = "--exclusive",
      description = "Never run it twice, not even when its host is cut off.")
  private boolean exclusive;

  /// Writes what was given into a manifest's `spec`.
  public void applyTo(ObjectNode spec) {
    if (exclusive) {
      spec.put("exclusive", true);
    }
    if (constraints.isEmpty() && spread.isEmpty() && priority == null && lifetime == null) {
      return;
    }
    ObjectNode placement = spec.withObjectProperty("placement");
    if (!constraints.isEmpty()) {
      constraints.forEach(placement.putArray("constraints")::add);
    }
    if (!spread.isEmpty()) {
      var rules = placement.putArray("spread");
      spread.forEach(text -> spread(rules.addObject(), text));
    }
    if (priority != null) {
      placement.put("priority", priority);
    }
    if (lifetime != null) {
      placement.put("lifetime", lifetime);
    }
  }

  private static void spread(ObjectNode rule, String text) {
    Matcher matcher = SPREAD.matcher(text);
    if (!matcher.matches()) {
      throw Failure.usage(
          "--spread: \"%s\" (expected: a host label, or LABEL:SKEW)".formatted(text), null);
    }
    rule.put("by", matcher.group(1));
    if (matcher.group(2) != null) {
      rule.put("maxSkew", Integer.parseInt(matcher.group(2)));
    }
  }
}
