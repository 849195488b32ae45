package dev.skiff.cli.command;

import dev.skiff.cli.output.OutputFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the value of `-o`.
public final class OutputFormatConverter implements ITypeConverter<OutputFormat> {
  @Override
  public OutputFormat convert(String value) {
    for (OutputFormat format : OutputFormat.values()) {
      if (format.toString().equalsIgnoreCase(value)) {
        return format;
      }
    }
    throw new TypeConversionException(
        "\"" + value + "\" (expected: table, wide, json, yaml or name)");
  }
}
