package io.mirai.daemon;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Makes the threads of the common pool, so that parallel streams and futures of user code find user classes
 * through their context class loader. The JDK makes the one instance, by the class's name.
 */
public final class SessionThreads implements ForkJoinPool.ForkJoinWorkerThreadFactory {

    private static volatile ClassLoader session = ClassLoader.getSystemClassLoader();

    /** For the JDK. */
    public SessionThreads() {}

    /** To be called before anything uses the common pool. */
    static void install(ClassLoader loader) {
        session = loader;
        System.setProperty("java.util.concurrent.ForkJoinPool.common.threadFactory", SessionThreads.class.getName());
    }

    @Override
    public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        return new SessionThread(pool);
    }

    /** The JDK's own kind may set the context class loader back to the system's after each task. */
    private static final class SessionThread extends ForkJoinWorkerThread {

        SessionThread(ForkJoinPool pool) {
            super(pool);
            setContextClassLoader(session);
        }
    }
}
