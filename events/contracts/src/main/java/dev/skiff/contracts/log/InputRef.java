package dev.skiff.contracts.log;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.skiff.contracts.HostId;
import dev.skiff.contracts.wire.WireRecord;

/// Names one or more inputs that a Transition covers, in the order in which they were handled, so
/// that its decisions can be computed again from the topics.
public sealed interface InputRef extends WireRecord {
  /// Records of `skiff.requests`, first and last offset inclusive.
  @JsonTypeName("in-requests/1")
  record Requests(long first, long last) implements InputRef {}

  /// Records of `skiff.requests` whose `notAfter` had passed by the owner's clock, first and last
  /// offset inclusive. (Not by the Transition's time: that is ahead of the clocks after one of them
  /// was.)
  @JsonTypeName("in-late-requests/1")
  record LateRequests(long first, long last) implements InputRef {}

  /// Records of `skiff.reports`, first and last offset inclusive.
  @JsonTypeName("in-reports/1")
  record Reports(long first, long last) implements InputRef {}

  /// What has become due by the Transition's time.
  @JsonTypeName("in-tick/1")
  record Tick() implements InputRef {}

  /// An attempt to place what waits.
  @JsonTypeName("in-place/1")
  record Place() implements InputRef {}

  /// A host had not been heard of for so long.
  @JsonTypeName("in-silence/1")
  record Silence(HostId host, long session, long micros) implements InputRef {}

  /// A heartbeat of a host that runs exclusive VMs, to be answered with a lease.
  ///
  /// @param sent the heartbeat's `at`
  @JsonTypeName("in-beat/1")
  record Beat(HostId host, long session, long sent) implements InputRef {}

  /// A silent host was heard of again.
  @JsonTypeName("in-heard/1")
  record Heard(HostId host, long session) implements InputRef {}
}
