/** The HTTP side: routes, checks against the OpenAPI document, answers and problems. */
@NullMarked
package dev.skiff.gateway.http;

import org.jspecify.annotations.NullMarked;
