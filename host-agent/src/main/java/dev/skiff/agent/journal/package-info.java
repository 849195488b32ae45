/**
 * What an agent must still know after it was killed: its session number, and what each VM directory
 * belongs to.
 */
@NullMarked
package dev.skiff.agent.journal;

import org.jspecify.annotations.NullMarked;
