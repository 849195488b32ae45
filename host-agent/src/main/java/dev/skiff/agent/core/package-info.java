/**
 * What a host does about the orders it reads, as a function of its inputs: see DESIGN.md beside
 * this file.
 */
@NullMarked
package dev.skiff.agent.core;

import org.jspecify.annotations.NullMarked;
