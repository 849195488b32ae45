/// End-to-end and fault tests: real processes, a real broker and real microVMs, through the command
/// line and the HTTP API.
@NullMarked
package dev.skiff.standalone.e2e;

import org.jspecify.annotations.NullMarked;
