/** Functions as they are asked for: what runs, what triggers it, how it scales. */
@NullMarked
package dev.skiff.contracts.function;

import org.jspecify.annotations.NullMarked;
