package dev.skiff.scheduler;

import com.hazelcast.core.HazelcastInstance;
import dev.skiff.kafka.PoisonSink;
import dev.skiff.scheduler.hazelcast.HazelcastMembers;
import dev.skiff.scheduler.kafka.EndOffsets;
import dev.skiff.scheduler.kafka.OrdersWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/// What the cells of one scheduler use together.
record SharedParts(
    SchedulerConfig config,
    HazelcastInstance hazelcast,
    HazelcastMembers members,
    PoisonSink poison,
    OrdersWriter orders,
    EndOffsets ends,
    MeterRegistry metrics,
    LongSupplier nowMicros) {}
