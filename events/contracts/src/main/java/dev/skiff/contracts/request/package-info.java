/** What is written to skiff.requests. */
@NullMarked
package dev.skiff.contracts.request;

import org.jspecify.annotations.NullMarked;
