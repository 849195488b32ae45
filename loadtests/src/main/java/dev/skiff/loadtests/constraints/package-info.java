/**
 * Places recorded VMs that have rules about each other, and has another program check the rules.
 */
@NullMarked
package dev.skiff.loadtests.constraints;

import org.jspecify.annotations.NullMarked;
