package dev.skiff.loadtests.simulation;

/// What goes wrong. Each has the number of occasions, on average, that pass before it does.
enum Fault {
  /// A scheduler process dies and starts anew with nothing but the topics.
  SCHEDULER_KILLED(400),
  /// A scheduler process stands still for up to some seconds, and wakes up unaware.
  SCHEDULER_PAUSED(250),
  /// A scheduler believes that another one is dead, or that it is the preferred one.
  MEMBERSHIP_WRONG(60),
  /// An append to the log times out. It is lost, or landed all the same, or lands late.
  APPEND_UNCERTAIN(60),
  /// An append is acknowledged without its offset, as a deduplicated retry is.
  APPEND_WITHOUT_OFFSET(40),
  /// The broker's disk is full for a while: it refuses every record.
  DISK_FULL(12),
  /// A reader is behind by more than usual.
  READ_LATE(40),
  /// A scheduler gets no heartbeats for a while, though they are in their topic.
  HEARTBEATS_STUCK(250),
  /// The newest checkpoint turns out to be damaged.
  CHECKPOINT_DAMAGED(3),
  /// Checkpoints cannot be read for a moment.
  CHECKPOINT_OUT_OF_REACH(6),
  /// A batch of orders never reaches its topic.
  ORDERS_LOST(25),
  /// A scheduler's orders reach their topic late, perhaps after those of its successor.
  ORDERS_LATE(25),
  /// A request reaches its topic long after it was sent, perhaps after it was asked again.
  REQUEST_LATE(10),
  /// A record is in its topic twice.
  RECORD_DOUBLED(15),
  /// A record that cannot be read.
  GARBAGE(15),
  /// An answer does not reach the client, who asks again with the same key.
  ANSWER_LOST(4),
  /// An agent dies; its VMs go on, and it is started again.
  AGENT_KILLED(250),
  /// An agent dies just when a VM that stood still goes on: it learns later what became of it.
  AGENT_KILLED_AS_A_VM_GOES_ON(2),
  /// A host is cut off from the broker for a while.
  HOST_CUT_OFF(250),
  /// A host loses power: its VMs are gone.
  POWER_LOST(800),
  /// Reports could not be delivered in time and are given up: the agent joins again.
  REPORTS_GIVEN_UP(60),
  /// An agent says that its host has less, or more, than it said before.
  CAPACITY_CHANGED(120),
  /// A VM does not come up.
  BOOT_FAILED(25),
  /// A VM cannot be paused, suspended or resumed.
  HOLD_FAILED(4),
  /// Another machine goes by the id of a host.
  HOST_ID_TWICE(12),
  /// A clock is set.
  CLOCK_SET(150);

  final int oneIn;

  Fault(int oneIn) {
    this.oneIn = oneIn;
  }
}
