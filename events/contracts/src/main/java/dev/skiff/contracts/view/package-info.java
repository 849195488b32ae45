/** The shape of an entry in the Hazelcast views. */
@NullMarked
package dev.skiff.contracts.view;

import org.jspecify.annotations.NullMarked;
