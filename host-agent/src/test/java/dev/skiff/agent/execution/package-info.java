@NullMarked
package dev.skiff.agent.execution;

import org.jspecify.annotations.NullMarked;
