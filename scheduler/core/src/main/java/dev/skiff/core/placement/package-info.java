/** Which host a VM goes to, and why none will do. */
@NullMarked
package dev.skiff.core.placement;

import org.jspecify.annotations.NullMarked;
