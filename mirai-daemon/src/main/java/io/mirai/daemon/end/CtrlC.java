package io.mirai.daemon.end;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a Ctrl-C on the host's terminal, which goes to all processes of its group, from ending this daemon: it is for
 * the host to handle it. By a handler that does nothing, as children of tasks would inherit that it is ignored.
 * ({@code sun.misc.Signal}; by reflection, as the compiler does not let it be named.)
 */
public final class CtrlC {

    private static @Nullable Object signal;
    private static @Nullable Object nothing;
    private static @Nullable Object before;
    private static @Nullable Method handle;

    private CtrlC() {}

    /** From now on. With {@code -Xrs} signals are none of the JVM's business, and it stays as it is. */
    public static synchronized void ignore() {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal = type.getConstructor(String.class).newInstance("INT");
            handle = type.getMethod("handle", type, handler);
            nothing = Proxy.newProxyInstance(
                    CtrlC.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
            before = handle.invoke(null, signal, nothing);
            if (before == handler.getField("SIG_IGN").get(null)) {
                takeBack(); // as in a job in a shell's background, and so it has to be in children of tasks
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            before = null;
        }
    }

    /** As it was before, unless user code has a handler of its own. */
    static synchronized void takeBack() {
        Method set = handle;
        if (set == null || before == null) {
            return;
        }
        try {
            Object replaced = set.invoke(null, signal, before);
            if (replaced != nothing) {
                set.invoke(null, signal, replaced);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            // It was possible before.
        }
        before = null;
    }
}
