/** The client of Skiff's HTTP API: where it is, how it is asked, how it says no. */
@NullMarked
package dev.skiff.cli.api;

import org.jspecify.annotations.NullMarked;
