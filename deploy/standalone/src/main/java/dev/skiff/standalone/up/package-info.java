/** A whole fleet in this process: broker, scheduler, gateway and agents. */
@NullMarked
package dev.skiff.standalone.up;

import org.jspecify.annotations.NullMarked;
