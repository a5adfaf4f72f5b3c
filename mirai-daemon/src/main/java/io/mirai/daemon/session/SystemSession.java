package io.mirai.daemon.session;

import java.util.function.Consumer;

/**
 * The session that the whole JVM finds user code by, beside its workers: the JDK's system class loader, the threads of
 * pools that outlive a task, Reactor's log, and the list of database drivers.
 */
public final class SystemSession {

    /** Reactor's other threads have a class of their own. */
    private static final String BOUNDED_ELASTIC = "boundedElastic-";

    private SystemSession() {}

    /** To be called before all else in this process: see {@link SessionThreads#install}. */
    public static void prepare() {
        SessionThreads.install();
    }

    /** The first one. To be called before any thread is made that user code may meet. */
    public static void install(SessionClassLoader session) {
        SessionThreads.use(session);
        Thread.currentThread().setContextClassLoader(session); // threads have it of the one that makes them
        use(session);
    }

    /** Replaces a session that ends, while no task runs. */
    public static void replace(SessionClassLoader before, SessionClassLoader next) {
        SessionThreads.use(next);
        use(next);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (isShared(thread) && thread.getContextClassLoader() == before) {
                thread.setContextClassLoader(next);
            }
        }
        if (FilteringParent.isJdbcUsed()) {
            inside(before, "DriversLeft");
            inside(next, "DriversFound");
        }
    }

    private static void use(SessionClassLoader session) {
        SystemLoader.set(session);
        ReactorLog.use(new UserLog(session));
    }

    /** Whether it is Reactor's or the daemon's own. A thread that user code has made keeps the classes that it runs. */
    private static boolean isShared(Thread thread) {
        return OwnThreads.contains(thread)
                || thread.getClass().getClassLoader() == SystemSession.class.getClassLoader()
                || thread.getName().startsWith(BOUNDED_ELASTIC);
    }

    @SuppressWarnings("unchecked")
    private static void inside(SessionClassLoader session, String action) {
        try {
            Consumer<ClassLoader> made = new InsideLoader(session).make(action, Consumer.class);
            made.accept(session);
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            // User code's drivers, which fail in their own ways: a task that wants one hears of it.
        }
    }
}
