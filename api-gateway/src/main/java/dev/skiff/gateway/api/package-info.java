/** The operations of the OpenAPI document, apart from what is streamed. */
@NullMarked
package dev.skiff.gateway.api;

import org.jspecify.annotations.NullMarked;
