/** Output, input and signals of a running command, carried between this terminal and its VM. */
@NullMarked
package dev.skiff.cli.stream;

import org.jspecify.annotations.NullMarked;
