package dev.skiff.gateway.tail;

/// How well a cell's log is being followed.
///
/// @param reachable the brokers answered the last question
/// @param caughtUp everything that was in the log a moment ago has been read
/// @param lag records that are in the log and were not read at the last look
/// @param position offset of the next record to read
/// @param detail a sentence
public record TailStatus(
    boolean reachable, boolean caughtUp, long lag, long position, String detail) {
  static final TailStatus STARTING =
      new TailStatus(false, false, 0, 0, "has not reached the brokers yet");

  static TailStatus unreachable(TailStatus last, String why) {
    return new TailStatus(false, false, last.lag, last.position, why);
  }
}
