package dev.skiff.dispatcher.app;

import dev.skiff.kafka.RecordWriter;
import java.util.concurrent.ExecutorService;

/// What the owners of partitions share.
///
/// @param threads a virtual thread for each thing that is carried out
/// @param wakeReader makes the reader of invocations look at what is owned
record DispatcherParts(
    DispatcherConfig config,
    RecordWriter writer,
    FunctionTable functions,
    FleetApi fleet,
    AgentApi agents,
    Deliveries deliveries,
    ExecutorService threads,
    Runnable wakeReader) {}
