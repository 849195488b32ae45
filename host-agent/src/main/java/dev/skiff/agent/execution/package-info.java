/** Carries out what the core decides: boots, stops and forgets VMs. See DESIGN.md. */
@NullMarked
package dev.skiff.agent.execution;

import org.jspecify.annotations.NullMarked;
