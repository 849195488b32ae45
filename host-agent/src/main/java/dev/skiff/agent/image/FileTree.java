package dev.skiff.agent.image;

import dev.skiff.agent.image.Node.Attributes;
import dev.skiff.agent.image.Node.Directory;
import dev.skiff.agent.image.Node.Fifo;
import dev.skiff.agent.image.Node.RegularFile;
import dev.skiff.agent.image.Node.Symlink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The merged file system of an image, built up layer by layer in memory.
///
/// Nothing here touches a real file system, so no path in a layer can reach the host. Symbolic
/// links in the middle of a path are followed inside the image only (usr-merged base images need
/// that); one that climbs above the root is refused.
final class FileTree {
  private static final int MAX_FOLLOWED = 40;
  private static final int MAX_DEPTH = 1024;
  private static final int MAX_PATH = 4096;

  private static final int MAX_STEPS = 2048;

  /// What names and link targets may take on average, so that they cannot fill the heap.
  private static final int TEXT_PER_NODE = 64;

  private final int maxNodes;
  private final long maxText;
  private int nodes;
  private long text;
  private final Directory root = new Directory(null, "", Attributes.IMPLICIT_DIRECTORY, -1);

  /// @param maxNodes bound of the names in all layers together, directories that are only implied
  ///   included
  FileTree(int maxNodes) {
    this.maxNodes = maxNodes;
    this.maxText = (1L << 20) + (long) maxNodes * TEXT_PER_NODE;
  }

  Directory root() {
    return root;
  }

  void putDirectory(EntryPath path, Attributes attributes, int layer) throws RefusedInput {
    if (path.isRoot()) {
      root.attributes = attributes;
      return;
    }
    Directory parent = makeParent(path, layer);
    count(parent, path.name(), "");
    if (parent.children.get(path.name()) instanceof Directory existing) {
      existing.attributes = attributes;
      existing.layer = layer;
    } else {
      parent.children.put(path.name(), new Directory(parent, path.name(), attributes, layer));
    }
  }

  void put(EntryPath path, Node node, int layer) throws RefusedInput {
    if (path.isRoot()) {
      throw EntryPath.malformed("/", "is not a directory");
    }
    Directory parent = makeParent(path, layer);
    count(parent, path.name(), node instanceof Symlink link ? link.target() : "");
    parent.children.put(path.name(), node);
  }

  void link(EntryPath path, EntryPath target, int layer) throws RefusedInput {
    Directory targetParent = target.isRoot() ? null : walk(target, target.parent(), -1);
    Node node = targetParent == null ? null : targetParent.children.get(target.name());
    if (node == null || node instanceof Directory) {
      throw EntryPath.malformed(
          path.toString(), "is a hard link to \"%s\", which is not a file".formatted(target));
    }
    put(path, named(node, layer), layer);
  }

  private static Node named(Node node, int layer) {
    return switch (node) {
      case RegularFile file ->
          new RegularFile(
              file.attributes(), file.size(), file.contentLayer(), file.ordinal(), layer);
      case Symlink link -> new Symlink(link.attributes(), link.target(), layer);
      case Fifo fifo -> new Fifo(fifo.attributes(), layer);
      case Directory directory -> directory;
    };
  }

  /// Removes what lower layers have under a name. Entries of the same layer stay, in whatever order
  /// they come, as the OCI specification demands.
  void whiteout(List<String> parent, String name, EntryPath marker, int layer) throws RefusedInput {
    Directory directory = walk(marker, parent, -1);
    if (directory != null) {
      Node node = directory.children.get(name);
      if (node != null && hides(node, layer)) {
        directory.children.remove(name);
      }
    }
  }

  /// Removes everything that lower layers have in a directory.
  void opaque(List<String> path, EntryPath marker, int layer) throws RefusedInput {
    Directory directory = walk(marker, path, -1);
    if (directory != null) {
      directory.children.values().removeIf(child -> hides(child, layer));
    }
  }

  /// Removes a name from all layers: an entry stood there that is not kept.
  void drop(EntryPath path) throws RefusedInput {
    Directory parent = path.isRoot() ? null : walk(path, path.parent(), -1);
    if (parent != null) {
      parent.children.remove(path.name());
    }
  }

  private static boolean hides(Node node, int layer) {
    return switch (node) {
      case Directory directory -> {
        if (directory.layer < layer) {
          yield true;
        }
        directory.children.values().removeIf(child -> hides(child, layer));
        yield false;
      }
      case RegularFile file -> file.layer() < layer;
      case Symlink link -> link.layer() < layer;
      case Fifo fifo -> fifo.layer() < layer;
    };
  }

  private Directory makeParent(EntryPath path, int layer) throws RefusedInput {
    Directory parent = walk(path, path.parent(), layer);
    if (parent == null) {
      throw new IllegalStateException("no parent was made for " + path);
    }
    return parent;
  }

  /// Finds the directory at `components`.
  ///
  /// @param makeInLayer the layer to make missing directories in; -1 to answer null instead
  private @Nullable Directory walk(EntryPath path, List<String> components, int makeInLayer)
      throws RefusedInput {
    Deque<String> pending = new ArrayDeque<>(components);
    List<Directory> trail = new ArrayList<>(List.of(root));
    int followed = 0;
    int steps = 0;
    while (!pending.isEmpty()) {
      if (++steps > MAX_STEPS) {
        throw EntryPath.malformed(path.toString(), "goes through too many directories");
      }
      String name = pending.removeFirst();
      if (name.equals("..")) {
        if (trail.size() == 1) {
          throw EntryPath.unsafe(path.toString(), "goes through a symbolic link out of the image");
        }
        trail.removeLast();
        continue;
      }
      Directory here = trail.getLast();
      Node node = here.children.get(name);
      if (node instanceof Directory directory) {
        trail.add(directory);
      } else if (node instanceof Symlink link) {
        if (++followed > MAX_FOLLOWED) {
          throw EntryPath.unsafe(path.toString(), "goes through a loop of symbolic links");
        }
        if (link.target().startsWith("/")) {
          trail.subList(1, trail.size()).clear();
        }
        prepend(pending, link.target());
      } else if (makeInLayer >= 0) {
        count(here, name, "");
        Directory made = new Directory(here, name, Attributes.IMPLICIT_DIRECTORY, makeInLayer);
        here.children.put(name, made);
        trail.add(made);
      } else {
        return null;
      }
      if (trail.size() > MAX_DEPTH) {
        throw EntryPath.malformed(
            path.toString(), "lies deeper than %d directories".formatted(MAX_DEPTH));
      }
    }
    if (makeInLayer >= 0) {
      trail.forEach(directory -> directory.layer = makeInLayer);
    }
    return trail.getLast();
  }

  private void count(Directory parent, String name, String target) throws RefusedInput {
    if (parent.pathLength() + name.length() > MAX_PATH) {
      // Each path was short enough, but a symbolic link led from one to the next.
      throw EntryPath.malformed(name, "lies deeper than any path can name");
    }
    text += name.length() + target.length();
    if (++nodes > maxNodes || text > maxText) {
      throw new RefusedInput(
          "image-too-large",
          "the image has more than %d files, or their names are too long (expected: <= %d files)"
              .formatted(maxNodes, maxNodes));
    }
  }

  private static void prepend(Deque<String> pending, String target) {
    List<String> components = Arrays.asList(target.split("/"));
    for (String component : components.reversed()) {
      if (!component.isEmpty() && !component.equals(".")) {
        pending.addFirst(component);
      }
    }
  }
}
