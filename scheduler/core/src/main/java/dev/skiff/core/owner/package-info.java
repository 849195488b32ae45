/** How a scheduler comes to own a cell, works it, and lets go. */
@NullMarked
package dev.skiff.core.owner;

import org.jspecify.annotations.NullMarked;
