/** The host's side of the guest protocol; start at {@link dev.skiff.agent.guest.GuestSession}. */
@NullMarked
package dev.skiff.agent.guest;

import org.jspecify.annotations.NullMarked;
