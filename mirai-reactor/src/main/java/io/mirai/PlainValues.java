package io.mirai;

import java.util.Queue;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Reads small plain values on the codec's pool, one after the other: a flood of them costs one wake-up of a thread, and the
 * dispatcher's loop reads none. Thread-safe.
 */
final class PlainValues {

    /** One value that has come. */
    interface Arrived {

        /** Reads it, and resolves its mirai. */
        void read();

        /** It cannot be read, since there is no thread for it. */
        void giveUp(Throwable why);
    }

    private final Queue<Arrived> waiting =
            Queues.<Arrived>unboundedMultiproducer().get();
    private final PoolLoop reading;

    PlainValues(Scheduler codecPool) {
        this.reading = new PoolLoop(codecPool, this::readAll, this::giveUpAll);
    }

    void add(Arrived value) {
        waiting.add(value);
        reading.resume();
    }

    private void readAll() {
        for (Arrived next = waiting.poll(); next != null; next = waiting.poll()) {
            try {
                next.read();
            } catch (Throwable e) { // such as want of memory; the others are read all the same
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
