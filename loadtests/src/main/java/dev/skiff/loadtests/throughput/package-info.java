/** How many VMs a second a whole fleet starts. */
@NullMarked
package dev.skiff.loadtests.throughput;

import org.jspecify.annotations.NullMarked;
