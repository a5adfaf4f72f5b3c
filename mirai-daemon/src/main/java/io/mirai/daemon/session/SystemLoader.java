package io.mirai.daemon.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Sets what {@link ClassLoader#getSystemClassLoader()} returns. Some of the JDK looks for user code there and nowhere
 * else: file systems, charsets, URL handlers, loggers.
 *
 * <p>The option {@code java.system.class.loader} would do it, but then the JVM uses its archive of classes only for the
 * JDK's own. So this sets the JDK's field. No public way leads there without {@code --add-opens}, which would let tasks
 * do on a daemon what they cannot do on their host.
 */
final class SystemLoader {

    private static final @Nullable VarHandle FIELD = field();

    private SystemLoader() {}

    /** From now on the system class loader is this one; a JDK that has none of our ways to it keeps its own. */
    static void set(ClassLoader loader) {
        if (FIELD != null) {
            FIELD.setVolatile(loader);
        }
    }

    private static @Nullable VarHandle field() {
        try {
            return lookup().findStaticVarHandle(ClassLoader.class, "scl", ClassLoader.class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The JDK's own lookup, read by reflection since the compiler warns of the class with no way to answer it. */
    private static MethodHandles.Lookup lookup() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        Field trusted = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object base = type.getMethod("staticFieldBase", Field.class).invoke(unsafe, trusted);
        Object offset = type.getMethod("staticFieldOffset", Field.class).invoke(unsafe, trusted);
        return (MethodHandles.Lookup)
                type.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
    }
}
