@NullMarked
package dev.skiff.standalone.doctor;

import org.jspecify.annotations.NullMarked;
