@NullMarked
package dev.skiff.scheduler.cell;

import org.jspecify.annotations.NullMarked;
