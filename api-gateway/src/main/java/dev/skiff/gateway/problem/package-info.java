/** Refusals and failures as users meet them: RFC 9457 problem details with stable codes. */
@NullMarked
package dev.skiff.gateway.problem;

import org.jspecify.annotations.NullMarked;
