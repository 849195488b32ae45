/** The cell machine: state, inputs, decisions. */
@NullMarked
package dev.skiff.core.cell;

import org.jspecify.annotations.NullMarked;
