/**
 * A real Kafka broker inside this process: the embedded default of the standalone fleet and of
 * tests.
 */
@NullMarked
package dev.skiff.broker;

import org.jspecify.annotations.NullMarked;
