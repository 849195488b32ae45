/** Figures: a table for people, a JSON file for programs. */
@NullMarked
package dev.skiff.loadtests.results;

import org.jspecify.annotations.NullMarked;
