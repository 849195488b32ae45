/** Invocations of functions, and the log of what became of them. */
@NullMarked
package dev.skiff.contracts.invocation;

import org.jspecify.annotations.NullMarked;
