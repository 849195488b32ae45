/** What a dispatcher decides, without I/O, clock, threads or logging. */
@NullMarked
package dev.skiff.dispatcher.core;

import org.jspecify.annotations.NullMarked;
