package dev.skiff.contracts.function;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Which events of a topic wait for each other.
public enum Ordering {
  /// None does.
  @JsonProperty("none")
  NONE,
  /// Those with the same record key: each waits until the one before it has ended.
  @JsonProperty("key")
  KEY,
  /// Those of the same partition of the topic.
  @JsonProperty("partition")
  PARTITION
}
