@NullMarked
package dev.skiff.loadtests.replay;

import org.jspecify.annotations.NullMarked;
