/** What a scheduler counts and says about its cells. */
@NullMarked
package dev.skiff.scheduler.telemetry;

import org.jspecify.annotations.NullMarked;
