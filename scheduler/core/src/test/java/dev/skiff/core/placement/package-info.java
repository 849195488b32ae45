@NullMarked
package dev.skiff.core.placement;

import org.jspecify.annotations.NullMarked;
