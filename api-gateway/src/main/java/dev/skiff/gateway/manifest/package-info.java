/**
 * Manifests as people write them, turned into the contracts' specs or into a list of all that is
 * wrong with them. Pure: no I/O.
 */
@NullMarked
package dev.skiff.gateway.manifest;

import org.jspecify.annotations.NullMarked;
