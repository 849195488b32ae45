/** The cell's log: claims, transitions and the events inside them. */
@NullMarked
package dev.skiff.contracts.log;

import org.jspecify.annotations.NullMarked;
