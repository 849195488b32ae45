/** What makes invocations of events: records of topics, and moments of clocks. */
@NullMarked
package dev.skiff.dispatcher.trigger;

import org.jspecify.annotations.NullMarked;
