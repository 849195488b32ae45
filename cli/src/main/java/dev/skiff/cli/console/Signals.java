package dev.skiff.cli.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// Signal handlers. The JDK offers them only as `sun.misc.Signal` (JEP 260 keeps it for want of a
/// replacement); it is reached reflectively because naming it makes javac warn beyond suppression.
final class Signals {
  private Signals() {}

  /// Installs a handler; closing puts the former one back. Where a signal cannot be handled (a JDK
  /// without the module `jdk.unsupported`, or a signal the JVM keeps) nothing happens.
  static Subscription handle(String name, Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method install = signalType.getMethod("handle", signalType, handlerType);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> answer(proxy, method, arguments, action));
      Object former = install.invoke(null, signal, handler);
      return () -> restore(install, signal, former);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return () -> {};
    }
  }

  // A proxy is equal to itself alone.
  @SuppressWarnings("ReferenceEquality")
  private static @Nullable Object answer(
      Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "skiff's handler";
    };
  }

  private static void restore(Method install, Object signal, Object former) {
    try {
      install.invoke(null, signal, former);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a signal handler could not be put back", e);
    }
  }
}
