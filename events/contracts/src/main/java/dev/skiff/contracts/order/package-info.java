/** What hosts are told to do. */
@NullMarked
package dev.skiff.contracts.order;

import org.jspecify.annotations.NullMarked;
