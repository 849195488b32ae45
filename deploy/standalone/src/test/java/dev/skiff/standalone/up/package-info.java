@NullMarked
package dev.skiff.standalone.up;

import org.jspecify.annotations.NullMarked;
