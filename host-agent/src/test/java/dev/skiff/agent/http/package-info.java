@NullMarked
package dev.skiff.agent.http;

import org.jspecify.annotations.NullMarked;
