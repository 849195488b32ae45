/** Functions, their invocations, and what became of them, as Kafka has it. */
@NullMarked
package dev.skiff.gateway.functions;

import org.jspecify.annotations.NullMarked;
