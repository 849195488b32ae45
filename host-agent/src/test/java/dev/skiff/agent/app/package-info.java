@NullMarked
package dev.skiff.agent.app;

import org.jspecify.annotations.NullMarked;
