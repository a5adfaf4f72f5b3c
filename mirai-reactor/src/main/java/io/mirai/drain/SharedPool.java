package io.mirai.drain;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes pools of a few threads that share one queue, so that nothing waits behind a long task while a thread is idle. */
public final class SharedPool {

    private static final int MAX_THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private SharedPool() {}

    /**
     * Makes a pool of at most {@value #MAX_THREADS} daemon threads, which end when they are idle for {@value #IDLE_SECONDS}
     * seconds.
     */
    public static ThreadPoolExecutor named(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
                    Thread thread = new Thread(body, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
