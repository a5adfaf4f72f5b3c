package io.mirai.daemon.output;

import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parts what is printed into lines. A worker has a line of its own, so that two tasks do not get into each other's;
 * all other threads share one. To flush does not end a line.
 */
final class PrintedStream extends OutputStream {

    private final PartialLine shared;
    private final Map<Thread, PartialLine> own = new ConcurrentHashMap<>(); // of the workers, which are few
    private final OutputLines lines;
    private final boolean error;

    PrintedStream(OutputLines lines, boolean error) {
        this.lines = lines;
        this.error = error;
        this.shared = new PartialLine(lines, error);
    }

    /** The calling thread is a worker. */
    void adopt() {
        own.put(Thread.currentThread(), new PartialLine(lines, error));
    }

    /** The calling thread is a worker no more. */
    void release() {
        own.remove(Thread.currentThread());
    }

    /** The calling worker begins with a task. */
    void beginLine() {
        PartialLine line = own.get(Thread.currentThread());
        if (line != null) {
            line.begin();
        }
    }

    /** The host of the tasks that are running has gone. */
    void mute() {
        own.values().forEach(PartialLine::mute);
        shared.mute();
        shared.begin(); // of no task, it goes on
    }

    /** The calling worker's task is over, and so is its line. */
    void endLine() {
        PartialLine line = own.get(Thread.currentThread());
        if (line != null) {
            line.end();
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        PartialLine line = own.get(Thread.currentThread());
        (line != null ? line : shared).write(bytes, from, count);
    }
}
