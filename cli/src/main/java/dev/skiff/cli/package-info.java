/** The skiff command, a client of the HTTP API only. */
@NullMarked
package dev.skiff.cli;

import org.jspecify.annotations.NullMarked;
