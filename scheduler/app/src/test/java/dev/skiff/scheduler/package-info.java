@NullMarked
package dev.skiff.scheduler;

import org.jspecify.annotations.NullMarked;
