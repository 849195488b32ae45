@NullMarked
package dev.skiff.standalone.role;

import org.jspecify.annotations.NullMarked;
