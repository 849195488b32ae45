/** What all commands share: options, failures and exit codes. */
@NullMarked
package dev.skiff.cli.command;

import org.jspecify.annotations.NullMarked;
