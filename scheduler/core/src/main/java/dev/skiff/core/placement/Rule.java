package dev.skiff.core.placement;

/// What a request makes of how many VMs of certain jobs there are near a host already.
///
/// @param kind which rule
/// @param by hosts with the same value of this label are near
/// @param census the VMs that count
/// @param maxSkew of a spread that must be kept
/// @param whose VMs these are, in words
/// @param self whether the request's own VMs are among them once they are placed
record Rule(Kind kind, String by, Census census, int maxSkew, String whose, boolean self) {
  /// Not to be placed there.
  static final long BLOCKED = Long.MAX_VALUE;

  /// More room than this is not told apart.
  private static final int MOST_ROOM = 1_000;

  enum Kind {
    SPREAD,
    SPREAD_WISH,
    NEAR,
    NEAR_WISH,
    AWAY,
    AWAY_WISH
  }

  /// Whether a nearness asks for nothing yet: the first of VMs that are to be near each other goes
  /// anywhere, best where there is room for the others.
  boolean isOpen() {
    return self && census.total() == 0;
  }

  /// @param count how many are near the host
  /// @param least how many are in the group that has the fewest, for a spread
  /// @param open see [#isOpen]
  /// @param room how many such VMs would fit near the host, if the nearness is open
  /// @param wish what a wish that is not met costs
  /// @return what it costs to place one there; [#BLOCKED] when it may not be
  long cost(int count, int least, boolean open, long room, int wish) {
    return switch (kind) {
      case SPREAD -> count + 1 - least > maxSkew ? BLOCKED : 0;
      case SPREAD_WISH -> (long) count * wish;
      case NEAR -> open ? crampedness(room) * wish : count == 0 ? BLOCKED : 0;
      case NEAR_WISH -> count == 0 && !open ? wish : 0;
      case AWAY -> count > 0 ? BLOCKED : 0;
      case AWAY_WISH -> count > 0 ? wish : 0;
    };
  }

  /// Whether its cost depends on the room near the host.
  boolean asksForRoom(boolean open) {
    return open && kind == Kind.NEAR;
  }

  private static long crampedness(long room) {
    return MOST_ROOM - Math.min(MOST_ROOM, room);
  }

  /// The same for a host without the label: it is near nothing.
  ///
  /// @param most how many are in the group that has most
  long costWithoutLabel(int most, int wish) {
    return switch (kind) {
      case SPREAD, NEAR -> BLOCKED;
      case SPREAD_WISH -> (long) (most + 1) * wish;
      case NEAR_WISH -> wish;
      case AWAY, AWAY_WISH -> 0;
    };
  }

  /// Why a host does not do: a few words that go with "N hosts ...".
  String reason() {
    return switch (kind) {
      case SPREAD, SPREAD_WISH -> "in a %s that has its share of them".formatted(place());
      case NEAR, NEAR_WISH -> "in a %s without %s".formatted(place(), whose);
      case AWAY, AWAY_WISH -> "in a %s with %s".formatted(place(), whose);
    };
  }

  /// What it asks for, the beginning of a sentence.
  String asks() {
    return switch (kind) {
      case SPREAD, SPREAD_WISH ->
          "it is spread over %ss with a skew of at most %d".formatted(place(), maxSkew);
      case NEAR, NEAR_WISH -> "it must be in the same %s as %s".formatted(place(), whose);
      case AWAY, AWAY_WISH -> "it must be in another %s than %s".formatted(place(), whose);
    };
  }

  private String place() {
    return Obstacle.shortened(by);
  }
}
