package dev.skiff.core.placement;

import java.util.Arrays;

/// The lowest score of each group of leaves. A group is cut into blocks as long as a cache line,
/// and a winner tree (Knuth, volume 3, section 5.4.1) stands on the blocks. A leaf whose score
/// changes is compared with its block's best and goes up the tree only as far as that makes a
/// difference; most do not come out of their block.
final class WinnerForest {
  static final int NONE = -1;

  /// The score of a leaf that is not to be chosen.
  static final int OUT = Integer.MAX_VALUE;

  private static final int SHIFT = 4;
  private static final int BLOCK = 1 << SHIFT;

  private final Grouping grouping;
  private final int[] scores;

  /// The trees one after the other. In a tree of b blocks the root is at 1, the children of i at 2i
  /// and 2i+1, and the blocks from b on. Each entry is the best leaf with its score above it, so
  /// that the lower number is the better, and of equal scores the earlier leaf.
  private final long[] winners;

  /// Where each group's tree begins.
  private final int[] trees;

  WinnerForest(Grouping grouping, int leaves) {
    this.grouping = grouping;
    this.scores = new int[leaves];
    this.trees = new int[grouping.groups() + 1];
    for (int group = 0; group < grouping.groups(); group++) {
      trees[group + 1] = trees[group] + 2 * blocks(group);
    }
    this.winners = new long[trees[grouping.groups()]];
    Arrays.fill(scores, OUT);
    rebuild();
  }

  int score(int leaf) {
    return scores[leaf];
  }

  /// Sets a score without looking at what follows; [#rebuild] does.
  void put(int leaf, int score) {
    scores[leaf] = score;
  }

  void rebuild() {
    for (int group = 0; group < grouping.groups(); group++) {
      int blocks = blocks(group);
      for (int block = 0; block < blocks; block++) {
        winners[trees[group] + blocks + block] = bestOfBlock(group, block, NONE);
      }
      for (int node = blocks - 1; node >= 1; node--) {
        winners[trees[group] + node] = better(trees[group], node);
      }
    }
  }

  void set(int leaf, int score) {
    int old = scores[leaf];
    if (score == old) {
      return;
    }
    scores[leaf] = score;
    int group = grouping.groupOf(leaf);
    int tree = trees[group];
    int block = (leaf - grouping.start(group)) >> SHIFT;
    int node = ((trees[group + 1] - tree) >> 1) + block;
    long before = winners[tree + node];
    long now = entry(leaf, score);
    if (now > before && leaf != leafOf(before)) {
      return;
    }
    winners[tree + node] = now < before ? now : bestOfBlock(group, block, NONE);
    for (node >>= 1; node >= 1; node >>= 1) {
      long was = winners[tree + node];
      long is = better(tree, node);
      if (was == is) {
        return;
      }
      winners[tree + node] = is;
    }
  }

  /// @return the best leaf of a group; [#NONE] when all are out
  int best(int group) {
    return trees[group] == trees[group + 1] ? NONE : unlessOut(winners[trees[group] + 1]);
  }

  /// @return the best leaf of a group but for one
  int bestBut(int group, int leaf) {
    int tree = trees[group];
    int block = (leaf - grouping.start(group)) >> SHIFT;
    long best = bestOfBlock(group, block, leaf);
    for (int node = blocks(group) + block; node > 1; node >>= 1) {
      best = Math.min(best, winners[tree + (node ^ 1)]);
    }
    return unlessOut(best);
  }

  private int blocks(int group) {
    return (grouping.start(group + 1) - grouping.start(group) + BLOCK - 1) >> SHIFT;
  }

  private long bestOfBlock(int group, int block, int but) {
    int first = grouping.start(group) + (block << SHIFT);
    int end = Math.min(first + BLOCK, grouping.start(group + 1));
    long best = Long.MAX_VALUE;
    for (int leaf = first; leaf < end; leaf++) {
      if (leaf != but) {
        best = Math.min(best, entry(leaf, scores[leaf]));
      }
    }
    return best;
  }

  private long better(int tree, int node) {
    return Math.min(winners[tree + 2 * node], winners[tree + 2 * node + 1]);
  }

  private static long entry(int leaf, int score) {
    return (long) score << Integer.SIZE | leaf;
  }

  private static int leafOf(long entry) {
    return (int) entry;
  }

  private static int unlessOut(long entry) {
    return (int) (entry >>> Integer.SIZE) == OUT ? NONE : leafOf(entry);
  }
}
