/**
 * The folded state of a cell, written down now and then so that a start needs only the log's tail.
 */
@NullMarked
package dev.skiff.contracts.checkpoint;

import org.jspecify.annotations.NullMarked;
