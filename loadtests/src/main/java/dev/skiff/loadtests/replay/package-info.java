/** Packs recorded VMs by the real placement engine, and says how many hosts that took. */
@NullMarked
package dev.skiff.loadtests.replay;

import org.jspecify.annotations.NullMarked;
