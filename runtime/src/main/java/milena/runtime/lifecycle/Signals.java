package milena.runtime.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that ask the process to end. A shutdown hook is not enough: it ends with code 143 and
 * cannot tell a second signal. The JDK's own handler is supported (jdk.unsupported) but javac warns
 * of every mention of it without a way to accept that, so it is reached by name.
 */
public final class Signals {

  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Handles SIGTERM and SIGINT from now on.
   *
   * @param first gets the signal's name at the first of them, on a thread of its own
   * @param again runs at every later one
   */
  public static void onTermination(Consumer<String> first, Runnable again) {
    var count = new AtomicInteger();
    for (var name : new String[] {"TERM", "INT"}) {
      handle(
          name,
          () -> {
            if (count.getAndIncrement() == 0) {
              first.accept("SIG" + name);
            } else {
              again.run();
            }
          });
    }
  }

  private static void handle(String name, Runnable action) {
    try {
      var signalClass = Class.forName("sun.misc.Signal");
      var handlerClass = Class.forName("sun.misc.SignalHandler");
      var handler =
          Proxy.newProxyInstance(
              handlerClass.getClassLoader(),
              new Class<?>[] {handlerClass},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "termination handler of SIG" + name;
                  });
      signalClass
          .getMethod("handle", signalClass, handlerClass)
          .invoke(null, signalClass.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException | IllegalArgumentException missing) {
      var cause =
          missing instanceof InvocationTargetException wrapped ? wrapped.getCause() : missing;
      log.warn("signal cannot be handled, a stop will not drain signal=SIG{}", name, cause);
    }
  }
}
