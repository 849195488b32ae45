/** Submits jobs over HTTP, as many at a time as a load test wants. */
@NullMarked
package dev.skiff.loadtests.client;

import org.jspecify.annotations.NullMarked;
