/** The dispatcher on Kafka and HTTP. */
@NullMarked
package dev.skiff.dispatcher.app;

import org.jspecify.annotations.NullMarked;
