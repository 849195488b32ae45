/** The operator's HTTP endpoint: health, readiness, metrics, cells. */
@NullMarked
package dev.skiff.scheduler.admin;

import org.jspecify.annotations.NullMarked;
