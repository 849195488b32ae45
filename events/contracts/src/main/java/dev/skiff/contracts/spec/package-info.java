/** What people ask for: jobs, VMs, restart policies, selectors. */
@NullMarked
package dev.skiff.contracts.spec;

import org.jspecify.annotations.NullMarked;
