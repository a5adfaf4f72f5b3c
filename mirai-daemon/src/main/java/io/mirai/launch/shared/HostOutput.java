package io.mirai.launch.shared;

import java.io.PrintStream;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Prints what tasks of one fleet print to the host's standard streams, as they are then. The links are bounded, and
 * so is what waits here; it waits for the streams on a thread that is there only while there is something to print,
 * as nobody may read them. Thread-safe.
 */
public final class HostOutput {

    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_MILLIS = 500;

    private final ThreadPoolExecutor printer;

    /** Nothing is printed yet. */
    public HostOutput(String profile) {
        printer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
            Thread thread = new Thread(body, "mirai-output-" + profile);
            thread.setDaemon(true);
            return thread;
        });
        printer.allowCoreThreadTimeOut(true);
    }

    /**
     * Prints a line soon. Never blocks.
     *
     * @param error whether to standard error
     * @param printed called once that is done, or will never be
     */
    public void print(int daemon, boolean error, String line, Runnable printed) {
        try {
            printer.execute(() -> {
                try {
                    PrintStream stream = error ? System.err : System.out;
                    stream.println("[" + daemon + "] " + line.replace('\n', ' ').replace('\r', ' '));
                } catch (Throwable e) {
                    // The stream is the application's; what it cannot take is lost.
                } finally {
                    printed.run();
                }
            });
        } catch (Throwable e) { // closed, or no thread can be made
            printed.run();
        }
    }

    /** Prints what has come, unless nobody reads it, and ends. */
    public void close() {
        printer.shutdown();
        try {
            if (!printer.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                printer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
