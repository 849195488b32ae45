/**
 * Gives events to VMs that serve; start at {@link dev.skiff.agent.serve.Invocations}. See
 * DESIGN.md.
 */
@NullMarked
package dev.skiff.agent.serve;

import org.jspecify.annotations.NullMarked;
