/** Reads the log as any gateway does, and says what counts. */
@NullMarked
package dev.skiff.loadtests.watch;

import org.jspecify.annotations.NullMarked;
