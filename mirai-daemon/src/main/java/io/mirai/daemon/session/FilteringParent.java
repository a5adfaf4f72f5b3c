package io.mirai.daemon.session;

import io.mirai.codec.SharedClasses;

/**
 * The parent of the session's loader: of the daemon's own classes it shows only those that user code and the
 * daemon must share. All other libraries of the daemon (slf4j, reactor-netty, Netty, Kryo …) are hidden, so
 * that user code meets its own versions of them and nothing needs relocating.
 */
final class FilteringParent extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** What the JDK keeps drivers in, once for the whole JVM. */
    private static final String DRIVERS = "java.sql.DriverManager";

    private static volatile boolean jdbcUsed;

    private final ClassLoader daemon;

    /** Shows the platform's classes and resources, and the shared ones of the given loader. */
    FilteringParent(ClassLoader daemon) {
        super("mirai-shared", ClassLoader.getPlatformClassLoader());
        this.daemon = daemon;
    }

    /** Whether user code of any session has asked for the class that keeps database drivers. */
    static boolean isJdbcUsed() {
        return jdbcUsed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(DRIVERS)) {
            jdbcUsed = true;
        }
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (SharedClasses.contains(name)) {
            return daemon.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }
}
