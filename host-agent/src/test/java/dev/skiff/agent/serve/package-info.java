@NullMarked
package dev.skiff.agent.serve;

import org.jspecify.annotations.NullMarked;
