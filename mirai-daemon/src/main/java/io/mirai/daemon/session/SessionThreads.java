package io.mirai.daemon.session;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of the common pool, so that parallel streams and futures of user code find user classes
 * through their context class loader. The JDK makes the one instance, by the class's name, so the class is public.
 */
public final class SessionThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {

    private static final String FACTORY = "java.util.concurrent.ForkJoinPool.common.threadFactory";

    private static volatile ClassLoader session = ClassLoader.getSystemClassLoader();

    /** For the JDK. */
    public SessionThreads() {}

    /**
     * Has the JDK make the pool, with these threads. To be called before anything uses it, as every future does, and before the
     * system class loader is one that does not know this class. If the user has named a class of their own, it is found later, by that loader.
     */
    static void install() {
        if (System.getProperty(FACTORY) == null) {
            System.setProperty(FACTORY, SessionThreads.class.getName());
            ForkJoinPool.commonPool();
            System.clearProperty(FACTORY);
        }
    }

    /** From now on user classes are found there, by threads that are there already too. */
    static void use(ClassLoader loader) {
        session = loader;
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        return new SessionThread(pool);
    }

    /** The JDK's own kind may set the context class loader back to the system's after each task. */
    private static final class SessionThread extends ForkJoinWorkerThread {

        private @Nullable ClassLoader own; // what user code has set

        SessionThread(ForkJoinPool pool) {
            super(pool);
        }

        @Override
        public @Nullable ClassLoader getContextClassLoader() {
            return own == null ? session : own;
        }

        @Override
        public void setContextClassLoader(@Nullable ClassLoader loader) {
            own = loader;
        }
    }
}
