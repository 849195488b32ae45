/** Commands about jobs. */
@NullMarked
package dev.skiff.cli.job;

import org.jspecify.annotations.NullMarked;
