/** How results look: tables, JSON, YAML, ages and sizes for people, a line of progress. */
@NullMarked
package dev.skiff.cli.output;

import org.jspecify.annotations.NullMarked;
