/** What a command sees of the process around it: streams, environment, terminal, interrupts. */
@NullMarked
package dev.skiff.cli.console;

import org.jspecify.annotations.NullMarked;
