/** How long a fleet and its VMs take to start, and what an idle fleet costs. */
@NullMarked
package dev.skiff.loadtests.startup;

import org.jspecify.annotations.NullMarked;
