package dev.skiff.standalone.doctor;

import org.jspecify.annotations.Nullable;

/// One thing that was looked at.
///
/// @param what in a word or two
/// @param detail how it is, in a sentence
/// @param advice what to do about it; null when there is nothing to do
record Finding(Verdict verdict, String what, String detail, @Nullable String advice) {
  /// How much it matters.
  enum Verdict {
    FINE("ok"),
    /// A fleet runs, but slower or with less.
    NOTE("note"),
    /// No fleet of real VMs runs here.
    BROKEN("BROKEN");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding fine(String what, String detail) {
    return new Finding(Verdict.FINE, what, detail, null);
  }

  static Finding note(String what, String detail, @Nullable String advice) {
    return new Finding(Verdict.NOTE, what, detail, advice);
  }

  static Finding broken(String what, String detail, @Nullable String advice) {
    return new Finding(Verdict.BROKEN, what, detail, advice);
  }
}
