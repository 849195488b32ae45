package dev.skiff.agent.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A path inside an image, taken apart and found harmless: relative, without `..`, `.` or empty
/// components. The empty path is the image's root.
record EntryPath(List<String> components) {
  private static final int MAX_PATH_BYTES = 4096;
  private static final int MAX_NAME_BYTES = 255;

  /// @throws RefusedInput `unsafe-path` for absolute paths and `..`, `malformed-image` for what no
  ///   Linux file can be called
  static EntryPath of(String text) throws RefusedInput {
    if (text.startsWith("/")) {
      throw unsafe(text, "is absolute");
    }
    return relative(text);
  }

  /// A hard link's target. Some builders write it from the image's root, as `/usr/bin/perl`.
  static EntryPath ofLinkTarget(String text) throws RefusedInput {
    return relative(text);
  }

  boolean isRoot() {
    return components.isEmpty();
  }

  String name() {
    return components.getLast();
  }

  List<String> parent() {
    return components.subList(0, components.size() - 1);
  }

  @Override
  public String toString() {
    return String.join("/", components);
  }

  static RefusedInput unsafe(String path, String why) {
    return new RefusedInput(
        "unsafe-path", "the image's entry \"%s\" %s; it was refused".formatted(shorten(path), why));
  }

  static RefusedInput malformed(String path, String why) {
    return new RefusedInput(
        "malformed-image", "the image's entry \"%s\" %s".formatted(shorten(path), why));
  }

  private static EntryPath relative(String text) throws RefusedInput {
    if (text.indexOf('\0') >= 0) {
      throw unsafe(text.replace('\0', '?'), "has a NUL character in its name");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw malformed(text, "has a path longer than %d bytes".formatted(MAX_PATH_BYTES));
    }
    List<String> components = new ArrayList<>();
    for (String component : text.split("/", -1)) {
      if (component.equals("..")) {
        throw unsafe(text, "climbs with \"..\"");
      }
      if (component.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        throw malformed(text, "has a name longer than %d bytes".formatted(MAX_NAME_BYTES));
      }
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    return new EntryPath(components);
  }

  private static String shorten(String path) {
    return path.length() > 200 ? path.substring(0, 200) + "…" : path;
  }
}
