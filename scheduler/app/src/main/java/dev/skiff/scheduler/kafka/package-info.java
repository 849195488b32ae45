/** The ports of a cell's owner on Kafka: log, inputs, checkpoints, orders. */
@NullMarked
package dev.skiff.scheduler.kafka;

import org.jspecify.annotations.NullMarked;
