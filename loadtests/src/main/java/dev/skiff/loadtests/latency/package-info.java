/** How long a client waits for a placement while the fleet is busy. */
@NullMarked
package dev.skiff.loadtests.latency;

import org.jspecify.annotations.NullMarked;
