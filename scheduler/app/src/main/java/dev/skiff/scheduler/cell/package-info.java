/** The thread that works a cell, and what it is woken by. */
@NullMarked
package dev.skiff.scheduler.cell;

import org.jspecify.annotations.NullMarked;
