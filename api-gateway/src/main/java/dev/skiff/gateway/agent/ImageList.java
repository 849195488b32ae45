package dev.skiff.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.gateway.resource.Json;
import dev.skiff.gateway.resource.Resource;
import dev.skiff.gateway.resource.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes one list of images out of what every host holds: one item for each name and digest, with
/// the hosts that have it. (Two hosts may know different images by one name.)
final class ImageList {
  private record Key(String name, String digest) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : digest.compareTo(other.digest);
    }
  }

  private ImageList() {}

  static ObjectNode of(List<HostResult> results) {
    Map<Key, ObjectNode> items = new TreeMap<>();
    ArrayNode unreachable = Json.array();
    for (HostResult result : results) {
      if (result.body() == null) {
        unreachable.add(result.toJson());
      } else {
        for (JsonNode image : result.body().path("images")) {
          add(items, image, result.host().id().value());
        }
      }
    }
    ObjectNode list = Resource.list("ImageList", new ArrayList<>(items.values()), null);
    if (!unreachable.isEmpty()) {
      list.set("unreachable", unreachable);
    }
    return list;
  }

  private static void add(Map<Key, ObjectNode> items, JsonNode image, String host) {
    String digest = image.path("digest").asText();
    List<String> names = new ArrayList<>();
    image.path("names").forEach(name -> names.add(name.asText()));
    if (names.isEmpty()) {
      names.add(digest);
    }
    for (String name : names) {
      ObjectNode item = items.computeIfAbsent(new Key(name, digest), key -> item(key, image));
      item.withArray("hosts").add(host);
    }
  }

  private static ObjectNode item(Key key, JsonNode image) {
    ObjectNode item = Json.object().put("name", key.name()).put("digest", key.digest());
    item.put("size", image.path("sizeBytes").asLong());
    long created = image.path("created").asLong();
    return created == 0 ? item : item.put("created", Times.text(created));
  }
}
