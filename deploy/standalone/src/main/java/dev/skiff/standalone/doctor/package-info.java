/** Says what works on this machine and why, and what to do about the rest. */
@NullMarked
package dev.skiff.standalone.doctor;

import org.jspecify.annotations.NullMarked;
