package io.mirai.daemon.session;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The daemon's own threads, which run the link and no task. They never wait for an answer of the host, which only they
 * can bring, and what they log is nothing of the user's. Thread-safe.
 */
public final class OwnThreads {

    private static final Set<Thread> OTHERS = ConcurrentHashMap.newKeySet();

    private OwnThreads() {}

    /** Makes one. */
    public static Thread make(Runnable body, String name) {
        Thread thread = new Thread(
                () -> {
                    add();
                    body.run();
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    /** The calling thread is one, until it ends. */
    public static void add() {
        OTHERS.add(Thread.currentThread());
    }

    /** The calling thread is none any more. */
    public static void remove() {
        OTHERS.remove(Thread.currentThread());
    }

    /** Whether the calling thread is one: an event loop, by the class that only the daemon's Netty has, or one of those. */
    static boolean isCurrent() {
        return contains(Thread.currentThread());
    }

    /** As above, of any thread. */
    static boolean contains(Thread thread) {
        return thread instanceof FastThreadLocalThread || OTHERS.contains(thread);
    }
}
