/**
 * Reads the topics of a fleet and proves or refutes that nothing was lost, doubled or
 * overcommitted. See DESIGN.md.
 */
@NullMarked
package dev.skiff.loadtests.check;

import org.jspecify.annotations.NullMarked;
