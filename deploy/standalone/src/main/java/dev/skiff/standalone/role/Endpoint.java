package dev.skiff.standalone.role;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An address to listen on.
///
/// @param host a name, an IPv4 address, or an IPv6 address without its brackets
/// @param port 0 lets the system choose
record Endpoint(String host, int port) {
  /// Reads `host:port` and `[::1]:port`.
  static final class Converter implements ITypeConverter<Endpoint> {
    @Override
    public Endpoint convert(String value) {
      int colon = value.lastIndexOf(':');
      String host = colon < 0 ? "" : value.substring(0, colon);
      String port = value.substring(colon + 1);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      } else if (host.contains(":")) {
        host = "";
      }
      if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new TypeConversionException("\"" + value + "\" (expected: such as 127.0.0.1:7070)");
      }
      return new Endpoint(host, Integer.parseInt(port));
    }
  }
}
