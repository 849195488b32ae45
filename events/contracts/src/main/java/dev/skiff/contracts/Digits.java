package dev.skiff.contracts;

/// Numbers in ids.
final class Digits {
  private Digits() {}

  /// The number that `text` is from `from` to before `to`, written as people do: without sign and
  /// without leading zeros, of `most` digits at most (9 are the most that there can be).
  ///
  /// @return -1 when it is none
  static int number(String text, int from, int to, int most) {
    int length = to - from;
    if (length < 1 || length > most || (length > 1 && text.charAt(from) == '0')) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return number;
  }
}
