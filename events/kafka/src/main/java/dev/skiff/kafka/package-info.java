/** Skiff's topics on a real broker: settings, clients, set-up, poison records. */
@NullMarked
package dev.skiff.kafka;

import org.jspecify.annotations.NullMarked;
