package dev.skiff.agent.app;

import dev.skiff.contracts.Resources;

/// An agent as it is after its last step.
///
/// @param session the newest session; 0 before the first
/// @param joined whether it is open
/// @param used what the live VMs hold
record AgentStatus(long session, boolean joined, Resources used) {
  static final AgentStatus NEW = new AgentStatus(0, false, Resources.NONE);
}
