@NullMarked
package dev.skiff.loadtests.constraints;

import org.jspecify.annotations.NullMarked;
