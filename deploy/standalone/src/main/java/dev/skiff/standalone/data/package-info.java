/** The folder that a fleet in one process keeps everything in. */
@NullMarked
package dev.skiff.standalone.data;

import org.jspecify.annotations.NullMarked;
