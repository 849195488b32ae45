package dev.skiff.loadtests.constraints;

/// What a VM of the data set wants of the other VMs of its group.
enum Strategy {
  /// Nothing.
  NONE(""),
  /// To be near them. A group may need more than any server has, so that near is the same rack.
  AFFINITY("affinity"),
  /// To share no server with them.
  ANTI_AFFINITY("anti-affinity"),
  /// To share no rack with those of other fault domains. A fault domain may need more than any rack
  /// has, so that it may be several racks.
  FAULT_DOMAIN("fault_domain");

  private final String word;

  Strategy(String word) {
    this.word = word;
  }

  /// As the files have it.
  String word() {
    return word;
  }
}
