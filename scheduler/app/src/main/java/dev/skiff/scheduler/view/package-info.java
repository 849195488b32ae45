/** The cluster state that people look at, as Hazelcast maps written from the fold. */
@NullMarked
package dev.skiff.scheduler.view;

import org.jspecify.annotations.NullMarked;
