package dev.skiff.cli.vm;

import java.util.List;

/// The command behind an image or a VM on the command line.
final class CommandWords {
  private CommandWords() {}

  /// The words without a leading `--`, which may stand before them.
  static List<String> of(List<String> words) {
    boolean separated = !words.isEmpty() && words.getFirst().equals("--");
    return separated ? words.subList(1, words.size()) : words;
  }
}
