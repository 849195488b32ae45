@NullMarked
package dev.skiff.agent.journal;

import org.jspecify.annotations.NullMarked;
