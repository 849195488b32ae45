/** Hurts a fleet of real processes under load, and has its topics checked. See DESIGN.md. */
@NullMarked
package dev.skiff.loadtests.faults;

import org.jspecify.annotations.NullMarked;
