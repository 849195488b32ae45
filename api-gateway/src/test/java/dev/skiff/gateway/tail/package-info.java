/** Tests of reading a log and finding outcomes. */
@NullMarked
package dev.skiff.gateway.tail;

import org.jspecify.annotations.NullMarked;
