@NullMarked
package dev.skiff.scheduler.view;

import org.jspecify.annotations.NullMarked;
