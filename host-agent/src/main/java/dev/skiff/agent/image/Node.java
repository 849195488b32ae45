package dev.skiff.agent.image;

import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a name in the merged image stands for. Regular files with the same content layer and
/// ordinal are hard links to one file. `layer` is the layer that gave the name.
sealed interface Node {
  /// What every kind of file has.
  ///
  /// @param mode the lower 12 bits: permissions, setuid, setgid, sticky
  /// @param mtimeSeconds since the epoch, in the 32 bits that squashfs has
  record Attributes(int mode, long uid, long gid, long mtimeSeconds) {
    /// For directories that no layer describes.
    static final Attributes IMPLICIT_DIRECTORY = new Attributes(0755, 0, 0, 0);
  }

  /// A directory; layers merge into it.
  final class Directory implements Node {
    private final @Nullable Directory parent;
    private final String name;
    private final int pathLength;

    Attributes attributes;

    /// The latest layer with an entry for the directory or for anything below it.
    int layer;

    final NavigableMap<String, Node> children = new TreeMap<>();

    /// @param parent null for the root
    Directory(@Nullable Directory parent, String name, Attributes attributes, int layer) {
      this.parent = parent;
      this.name = name;
      this.pathLength = parent == null ? 0 : parent.pathLength + name.length() + 1;
      this.attributes = attributes;
      this.layer = layer;
    }

    /// Characters of the path with its closing slash.
    int pathLength() {
      return pathLength;
    }

    /// The path from the root with its closing slash; empty for the root. Put together when asked
    /// for: a tree may have more text in its paths than fits into memory.
    String path() {
      ArrayDeque<String> names = new ArrayDeque<>();
      for (Directory at = this; at.parent != null; at = at.parent) {
        names.addFirst(at.name);
      }
      return names.isEmpty() ? "" : String.join("/", names) + "/";
    }
  }

  /// A file whose content lies in the `ordinal`-th tar entry of layer `contentLayer`.
  record RegularFile(Attributes attributes, long size, int contentLayer, int ordinal, int layer)
      implements Node {}

  record Symlink(Attributes attributes, String target, int layer) implements Node {}

  record Fifo(Attributes attributes, int layer) implements Node {}
}
