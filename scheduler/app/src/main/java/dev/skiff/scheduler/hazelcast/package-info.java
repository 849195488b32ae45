/** The Hazelcast cluster of the schedulers: its configuration, and who is alive. */
@NullMarked
package dev.skiff.scheduler.hazelcast;

import org.jspecify.annotations.NullMarked;
