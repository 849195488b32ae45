/** Follows the cells' logs: outcomes of requests, and who changed when. */
@NullMarked
package dev.skiff.gateway.tail;

import org.jspecify.annotations.NullMarked;
