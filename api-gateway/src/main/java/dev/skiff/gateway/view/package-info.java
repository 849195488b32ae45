/** Reads the Hazelcast views: one entity, pages of them, the fleet in one answer. */
@NullMarked
package dev.skiff.gateway.view;

import org.jspecify.annotations.NullMarked;
