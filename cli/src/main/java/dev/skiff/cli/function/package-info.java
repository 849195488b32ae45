/** `skiff fn`: functions and their invocations. */
@NullMarked
package dev.skiff.cli.function;

import org.jspecify.annotations.NullMarked;
