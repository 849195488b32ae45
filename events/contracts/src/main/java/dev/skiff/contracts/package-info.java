/** Ids, values and topics that every part of Skiff shares. */
@NullMarked
package dev.skiff.contracts;

import org.jspecify.annotations.NullMarked;
