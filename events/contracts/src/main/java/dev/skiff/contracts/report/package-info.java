/** What host agents write: reports and heartbeats. */
@NullMarked
package dev.skiff.contracts.report;

import org.jspecify.annotations.NullMarked;
