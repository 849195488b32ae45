/** `skiff event`: CloudEvents for functions. */
@NullMarked
package dev.skiff.cli.event;

import org.jspecify.annotations.NullMarked;
