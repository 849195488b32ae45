/**
 * Container images on a host: pulled or imported, checked, and kept as one read-only squashfs each;
 * see {@link dev.skiff.agent.image.ImageStore}.
 */
@NullMarked
package dev.skiff.agent.image;

import org.jspecify.annotations.NullMarked;
