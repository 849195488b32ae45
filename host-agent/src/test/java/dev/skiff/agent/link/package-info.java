@NullMarked
package dev.skiff.agent.link;

import org.jspecify.annotations.NullMarked;
