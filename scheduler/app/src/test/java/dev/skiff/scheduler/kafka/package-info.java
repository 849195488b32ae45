@NullMarked
package dev.skiff.scheduler.kafka;

import org.jspecify.annotations.NullMarked;
