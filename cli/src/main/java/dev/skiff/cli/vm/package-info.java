/** Commands about VMs, named and shaped as Docker's are about containers. */
@NullMarked
package dev.skiff.cli.vm;

import org.jspecify.annotations.NullMarked;
