@NullMarked
package dev.skiff.agent.core;

import org.jspecify.annotations.NullMarked;
