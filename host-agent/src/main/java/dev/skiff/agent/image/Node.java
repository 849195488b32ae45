package dev.skiff.agent.image;

import java.util.NavigableMap;
import java.util.TreeMap;

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
    Attributes attributes;

    /// The latest layer with an entry for the directory or for anything below it.
    int layer;

    final NavigableMap<String, Node> children = new TreeMap<>();

    Directory(Attributes attributes, int layer) {
      this.attributes = attributes;
      this.layer = layer;
    }
  }

  /// A file whose content lies in the `ordinal`-th tar entry of layer `contentLayer`.
  record RegularFile(Attributes attributes, long size, int contentLayer, int ordinal, int layer)
      implements Node {}

  record Symlink(Attributes attributes, String target, int layer) implements Node {}

  record Fifo(Attributes attributes, int layer) implements Node {}
}
