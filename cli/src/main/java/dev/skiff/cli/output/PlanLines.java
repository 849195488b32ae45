package dev.skiff.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Explanation;
import java.util.ArrayList;
import java.util.List;

/// A plan for people: where VMs would go, who would give way, and why the others would wait.
public final class PlanLines {
  private static final int SHOWN = 8;

  private PlanLines() {}

  /// @param plan as the API shows it
  /// @param colours whether headings may be coloured
  public static List<String> of(JsonNode plan, boolean colours) {
    JsonNode status = plan.path("status");
    List<JsonNode> groups = new ArrayList<>();
    status.path("groups").forEach(groups::add);
    List<String> lines = new ArrayList<>();
    if (!groups.isEmpty()) {
      lines.addAll(
          new Table<JsonNode>(
                  List.of(
                      Column.of("HOST", group -> group.path("host").asText("")),
                      Column.of("VMS", group -> group.path("count").asText("")),
                      Column.of("WHICH", PlanLines::which)),
                  false,
                  colours)
              .lines(groups));
    }
    List<String> preempted = texts(status.path("preempted"));
    if (!preempted.isEmpty()) {
      lines.add("VMs of lower priority that would give way: " + some(preempted));
    }
    Explanation waiting = new Explanation(status.path("waiting"));
    int left = status.path("vms").asInt() - status.path("placed").asInt();
    if (left > 0) {
      lines.add(
          "%d of %d VMs would wait%s"
              .formatted(
                  left,
                  status.path("vms").asInt(),
                  waiting.reason().isEmpty() ? "" : ": " + Printable.oneLine(waiting.reason())));
      lines.addAll(ExplanationLines.of(waiting, colours));
    }
    return lines;
  }

  /// Whether all of it would have a host at once.
  public static boolean isWhole(JsonNode plan) {
    JsonNode status = plan.path("status");
    return status.path("placed").asInt() == status.path("vms").asInt();
  }

  private static String which(JsonNode group) {
    return some(texts(group.path("vms")));
  }

  private static String some(List<String> ids) {
    String shown = String.join(" ", ids.subList(0, Math.min(SHOWN, ids.size())));
    return ids.size() > SHOWN ? shown + " and " + (ids.size() - SHOWN) + " more" : shown;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
