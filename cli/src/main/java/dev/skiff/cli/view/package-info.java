/**
 * What the API's answers mean to the commands: thin readers over the JSON, which is kept as it came
 * for `-o json`. A field that is missing reads as empty, so that an older or newer gateway is
 * understood as far as it goes.
 */
@NullMarked
package dev.skiff.cli.view;

import org.jspecify.annotations.NullMarked;
