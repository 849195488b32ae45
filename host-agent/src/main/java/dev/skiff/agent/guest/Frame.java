package dev.skiff.agent.guest;

import java.nio.ByteBuffer;

/// One frame, taken apart.
///
/// @param stream 0 is the VM's own command, others are execs
/// @param payload between position and limit; owned by the receiver
record Frame(FrameType type, int stream, ByteBuffer payload) {}
