/** The scheduler process: the cell worker's ports on Kafka and Hazelcast. */
@NullMarked
package dev.skiff.scheduler;

import org.jspecify.annotations.NullMarked;
