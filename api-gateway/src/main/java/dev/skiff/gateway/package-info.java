/** The HTTP API: a reader of the cells' logs and of the views. */
@NullMarked
package dev.skiff.gateway;

import org.jspecify.annotations.NullMarked;
