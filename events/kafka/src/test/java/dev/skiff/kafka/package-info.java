@NullMarked
package dev.skiff.kafka;

import org.jspecify.annotations.NullMarked;
