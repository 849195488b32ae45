/** Tests of the manifest parser. */
@NullMarked
package dev.skiff.gateway.manifest;

import org.jspecify.annotations.NullMarked;
