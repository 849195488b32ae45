/** The host agent process. */
@NullMarked
package dev.skiff.agent;

import org.jspecify.annotations.NullMarked;
