/** Talks to host agents: output streams, WebSockets and images. */
@NullMarked
package dev.skiff.gateway.agent;

import org.jspecify.annotations.NullMarked;
