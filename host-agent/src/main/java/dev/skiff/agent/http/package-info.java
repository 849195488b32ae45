/** The agent's own HTTP endpoint: logs, exec, attach, images, health. See DESIGN.md. */
@NullMarked
package dev.skiff.agent.http;

import org.jspecify.annotations.NullMarked;
