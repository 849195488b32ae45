@NullMarked
package dev.skiff.gateway.functions;

import org.jspecify.annotations.NullMarked;
