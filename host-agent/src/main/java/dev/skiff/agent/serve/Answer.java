package dev.skiff.agent.serve;

import dev.skiff.contracts.invocation.StartKind;

/// An attempt that was run. Moments are microseconds since the epoch, 0 where not seen.
///
/// @param start what the VM was to it
/// @param ready the VM could serve
/// @param began the event was given to it
/// @param ended the result was there
public record Answer(CallResult result, StartKind start, long ready, long began, long ended) {}
