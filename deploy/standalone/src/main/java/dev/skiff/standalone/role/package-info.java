/** The processes of a fleet on many machines, one command each. */
@NullMarked
package dev.skiff.standalone.role;

import org.jspecify.annotations.NullMarked;
