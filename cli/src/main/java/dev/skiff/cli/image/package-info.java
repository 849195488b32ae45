/** Commands about the images that hosts hold. */
@NullMarked
package dev.skiff.cli.image;

import org.jspecify.annotations.NullMarked;
