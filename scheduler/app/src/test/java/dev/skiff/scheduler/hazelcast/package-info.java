@NullMarked
package dev.skiff.scheduler.hazelcast;

import org.jspecify.annotations.NullMarked;
