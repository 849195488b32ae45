/**
 * A fleet of real processes on this machine, started, measured, hurt and stopped by a load test.
 */
@NullMarked
package dev.skiff.loadtests.deployment;

import org.jspecify.annotations.NullMarked;
