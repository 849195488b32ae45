package dev.skiff.scheduler.view;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/// One view's part of a [ViewMirror]: the newest of each entity, what changed since it was last
/// taken to be written, and how far a rewrite of everything has come.
///
/// @param <K> an id whose `toString` is the view's key
final class ViewTable<K> {
  private final String view;
  private final Function<String, K> parse;
  private final Map<K, ViewItem> latest = new HashMap<>();
  private Map<K, ViewItem> changed = new LinkedHashMap<>();
  private Map<K, ViewItem> taken = Map.of();
  private final Queue<K> rewriting = new ArrayDeque<>();

  /// @param view name of the Hazelcast map
  /// @param parse the id from a key
  ViewTable(String view, Function<String, K> parse) {
    this.view = view;
    this.parse = parse;
  }

  String view() {
    return view;
  }

  void put(K key, ViewItem item) {
    if (item instanceof ViewItem.Gone) {
      latest.remove(key);
    } else {
      latest.put(key, item);
    }
    changed.put(key, item);
  }

  void clear() {
    latest.clear();
    changed.clear();
    taken = Map.of();
    rewriting.clear();
  }

  void rewriteAll() {
    rewriting.clear();
    rewriting.addAll(latest.keySet());
  }

  /// Takes what changed, and at most so many entities of a rewrite under way.
  Map<String, ViewItem> take(int rewrites) {
    taken = changed;
    changed = new LinkedHashMap<>();
    for (int i = 0; i < rewrites && !rewriting.isEmpty(); i++) {
      K key = rewriting.remove();
      ViewItem item = latest.get(key);
      if (item != null) {
        taken.put(key, item);
      }
    }
    Map<String, ViewItem> byText = HashMap.newHashMap(taken.size());
    taken.forEach((key, item) -> byText.put(key.toString(), item));
    return byText;
  }

  /// What was taken has been written.
  void written() {
    taken = Map.of();
  }

  /// What was taken has not been written: it waits again, behind anything newer.
  void failed() {
    taken.forEach(changed::putIfAbsent);
    taken = Map.of();
  }

  boolean holds(String key) {
    return latest.containsKey(parse.apply(key));
  }

  boolean isRewriting() {
    return !rewriting.isEmpty();
  }

  int backlog() {
    return changed.size() + rewriting.size();
  }
}
