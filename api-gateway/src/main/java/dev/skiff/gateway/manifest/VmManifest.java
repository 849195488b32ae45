package dev.skiff.gateway.manifest;

import dev.skiff.contracts.Resources;
import dev.skiff.contracts.spec.Serve;
import dev.skiff.contracts.spec.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/// Reads the `vm` of a manifest.
final class VmManifest {
  private static final Pattern VARIABLE = Pattern.compile("[^=\\x00]+");
  private static final Pattern USER =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,48}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,48})?");

  /// Stands in where the real value was refused; never leaves the parser.
  private static final String NO_IMAGE = "refused";

  private VmManifest() {}

  /// Of a Job or a Service.
  static VmSpec parse(Fields parent, String field) {
    Fields vm =
        parent.object(
            field, "image", "command", "env", "workdir", "user", "tty", "stdin", "cpus", "memory",
            "disk", "serve");
    boolean tty = vm.flag("tty", false);
    boolean stdin = vm.flag("stdin", false);
    VmSpec spec = parse(vm, tty, stdin);
    Serve serve = ServeManifest.parse(vm, tty || stdin);
    return serve == null ? spec : spec.serving(serve);
  }

  /// Of a Function, which says by itself how its VMs serve; nobody attaches to them.
  static VmSpec parseOfFunction(Fields parent, String field) {
    Fields vm =
        parent.object(
            field, "image", "command", "env", "workdir", "user", "cpus", "memory", "disk");
    return parse(vm, false, false);
  }

  private static VmSpec parse(Fields vm, boolean tty, boolean stdin) {
    vm.require("image", "an image reference such as skiff/busybox");
    String image = vm.parsed("image", NO_IMAGE, ImageNames::checked);
    List<String> command = command(vm);
    Map<String, String> env = environment(vm);
    String workdir = vm.parsed("workdir", "", VmManifest::absolutePath);
    String user = vm.parsed("user", "", VmManifest::user);
    return new VmSpec(
        image,
        command,
        env,
        workdir.isEmpty() ? null : workdir,
        user.isEmpty() ? null : user,
        tty,
        stdin,
        resources(vm));
  }

  private static Resources resources(Fields vm) {
    long milliCpu =
        vm.parsedTextOrNumber(
            "cpus",
            Defaults.MILLI_CPU,
            text ->
                within(
                    text,
                    Quantities::milliCpu,
                    Quantities::cpus,
                    ManifestLimits.MIN_MILLI_CPU,
                    ManifestLimits.MAX_MILLI_CPU));
    long memory =
        vm.parsed(
            "memory",
            Defaults.MEMORY_MIB,
            text ->
                within(
                    text,
                    Quantities::mebibytes,
                    Quantities::size,
                    ManifestLimits.MIN_MEMORY_MIB,
                    ManifestLimits.MAX_MEMORY_MIB));
    long disk =
        vm.parsed(
            "disk",
            Defaults.DISK_MIB,
            text ->
                within(
                    text, Quantities::mebibytes, Quantities::size, 0, ManifestLimits.MAX_DISK_MIB));
    return new Resources(milliCpu, memory, disk, 1);
  }

  private static long within(
      String text,
      ToLongFunction<String> parser,
      LongFunction<String> shown,
      long least,
      long most) {
    long value = parser.applyAsLong(text);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "\"%s\" (expected: %s to %s)".formatted(text, shown.apply(least), shown.apply(most)));
    }
    return value;
  }

  private static List<String> command(Fields vm) {
    List<String> command = vm.texts("command");
    int bytes = command.stream().mapToInt(argument -> JobManifest.bytes(argument) + 1).sum();
    if (command.size() > ManifestLimits.MAX_ARGUMENTS || bytes > ManifestLimits.MAX_COMMAND_BYTES) {
      vm.error(
          "command",
          "%d arguments of %d bytes (expected: at most %d of %d)"
              .formatted(
                  command.size(),
                  bytes,
                  ManifestLimits.MAX_ARGUMENTS,
                  ManifestLimits.MAX_COMMAND_BYTES));
    }
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).indexOf('\0') >= 0) {
        vm.error("command/" + i, "holds a NUL character, which no argument can");
      }
    }
    return command;
  }

  private static Map<String, String> environment(Fields vm) {
    Map<String, String> environment = vm.textMap("env");
    int bytes = 0;
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      bytes += JobManifest.bytes(variable.getKey()) + JobManifest.bytes(variable.getValue()) + 2;
      if (!VARIABLE.matcher(variable.getKey()).matches()
          || variable.getValue().indexOf('\0') >= 0) {
        vm.errorIn(
            "env", variable.getKey(), "(expected: a name without '=', and no NUL characters)");
      }
    }
    if (bytes > ManifestLimits.MAX_ENV_BYTES) {
      vm.error(
          "env",
          "%d bytes in total (expected: at most %d)"
              .formatted(bytes, ManifestLimits.MAX_ENV_BYTES));
    }
    return environment;
  }

  private static String absolutePath(String text) {
    if (!text.startsWith("/") || text.length() > 4096 || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("\"" + text + "\" (expected: an absolute path)");
    }
    return text;
  }

  private static String user(String text) {
    if (!USER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" (expected: name, uid, name:group or uid:gid)");
    }
    return text;
  }
}
