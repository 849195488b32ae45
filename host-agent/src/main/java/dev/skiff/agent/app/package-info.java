/** The host agent as a running thing. Start reading at {@link dev.skiff.agent.app.AgentApp}. */
@NullMarked
package dev.skiff.agent.app;

import org.jspecify.annotations.NullMarked;
