package dev.skiff.gateway.functions;

import dev.skiff.contracts.function.FunctionId;
import dev.skiff.contracts.invocation.InvocationId;

/// An ordering key that stands still.
///
/// @param invocation the one that failed
/// @param attempts how many it had
/// @param code why the last one failed
/// @param detail the same in a sentence
/// @param since microseconds since the epoch
public record ParkedKey(
    FunctionId function,
    String key,
    InvocationId invocation,
    int attempts,
    String code,
    String detail,
    long since) {}
