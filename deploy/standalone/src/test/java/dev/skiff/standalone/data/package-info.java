@NullMarked
package dev.skiff.standalone.data;

import org.jspecify.annotations.NullMarked;
