/** Commands about services. */
@NullMarked
package dev.skiff.cli.service;

import org.jspecify.annotations.NullMarked;
