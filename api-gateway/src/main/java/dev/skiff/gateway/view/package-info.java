/**
 * Reads the Hazelcast views: one entity, pages of them, the fleet in one answer. The views are a
 * projection that may be behind the log; {@code ViewOffsets} says how far they are.
 */
@NullMarked
package dev.skiff.gateway.view;

import org.jspecify.annotations.NullMarked;
