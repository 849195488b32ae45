package dev.skiff.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.cli.view.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the answer to a submit says about where the VMs went.
final class Placements {
  private Placements() {}

  static List<String> sentences(Job job) {
    List<String> sentences = new ArrayList<>();
    Map<String, Integer> byHost = new TreeMap<>();
    for (JsonNode placed : job.json().path("status").path("placed")) {
      byHost.merge(placed.path("host").asText("?"), placed.path("count").asInt(0), Integer::sum);
    }
    if (!byHost.isEmpty()) {
      int total = byHost.values().stream().mapToInt(Integer::intValue).sum();
      String hosts =
          byHost.entrySet().stream()
              .map(host -> host.getKey() + " (" + host.getValue() + ")")
              .collect(Collectors.joining(", "));
      sentences.add("%s: %s placed on %s".formatted(label(job), vms(total), hosts));
    }
    for (Job.Waiting waiting : job.waiting()) {
      sentences.add(
          "%s: %s waiting: %s".formatted(label(job), vms(waiting.count()), waiting.reason()));
    }
    return sentences;
  }

  private static String label(Job job) {
    return job.name().isEmpty() ? job.id() : job.name();
  }

  private static String vms(int count) {
    return count == 1 ? "1 VM" : count + " VMs";
  }
}
