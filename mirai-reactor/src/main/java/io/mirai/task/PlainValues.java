package io.mirai.task;

import io.mirai.drain.PoolLoop;
import java.util.Queue;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Reads small plain values of maps, and of all else but single tasks, one after the other: so a flood of them costs one wake-up of a
 * thread, and the dispatcher's loop reads none. Thread-safe.
 */
public final class PlainValues {

    /** One value that has come. */
    interface Arrived {

        /** Reads it, and resolves its promise. */
        void read();

        /** Fails it, since it cannot be read. */
        void giveUp(Throwable why);
    }

    private final Queue<Arrived> waiting =
            Queues.<Arrived>unboundedMultiproducer().get();
    private final Scheduler threads;
    private final PoolLoop reading;

    /**
     * Makes a reader that has nothing to read yet.
     *
     * @param threads its own threads, where no user code runs that could hold it up; disposed at the close
     */
    public PlainValues(Scheduler threads) {
        this.threads = threads;
        this.reading = new PoolLoop(threads, this::readAll, this::giveUpAll);
    }

    void add(Arrived value) {
        waiting.add(value);
        reading.resume();
    }

    void close() {
        threads.dispose();
    }

    private void readAll() {
        for (Arrived next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                next.read();
            } catch (Throwable e) { // such as an OutOfMemoryError; the others are read all the same
                next.giveUp(e);
            }
        }
    }

    private void giveUpAll(Throwable why) {
        for (Arrived next = waiting.poll(); next != null; next = waiting.poll()) {
            next.giveUp(why);
        }
    }
}
