@NullMarked
package dev.skiff.schedule;

import org.jspecify.annotations.NullMarked;
