/** Commands about the fleet: hosts, cells, and the whole at a glance. */
@NullMarked
package dev.skiff.cli.host;

import org.jspecify.annotations.NullMarked;
