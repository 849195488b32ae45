/** Commands about namespaces and what each may hold. */
@NullMarked
package dev.skiff.cli.namespace;

import org.jspecify.annotations.NullMarked;
