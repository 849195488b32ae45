/**
 * What is true about hosts, jobs and VMs: one immutable record each, the same in the cell's state,
 * in checkpoints, in views and over HTTP.
 */
@NullMarked
package dev.skiff.contracts.state;

import org.jspecify.annotations.NullMarked;
