@NullMarked
package dev.skiff.broker;

import org.jspecify.annotations.NullMarked;
