/** Between an agent and Kafka: orders in, reports and heartbeats out. See DESIGN.md. */
@NullMarked
package dev.skiff.agent.link;

import org.jspecify.annotations.NullMarked;
