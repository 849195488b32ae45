/** Writes requests to the cells and waits for their outcomes. */
@NullMarked
package dev.skiff.gateway.request;

import org.jspecify.annotations.NullMarked;
