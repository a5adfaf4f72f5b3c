package io.mirai.daemon;

import io.mirai.spi.Departure;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The shutdown hook: writes down for the host why the process ends, gives running tasks a moment if a signal
 * came, and halts if hooks of user code do not end.
 */
final class LastWords {

    private static final long GRACE_SECONDS = 2;
    private static final String SIGNAL_THREAD = "java.lang.Terminator$1";
    private static final String EXIT_CLASS = "java.lang.Runtime";

    private final TaskQueue queue;
    private final Retirement retirement;
    private final Thread link;
    private final BooleanSupplier isHostGone;

    private LastWords(TaskQueue queue, Retirement retirement, BooleanSupplier isHostGone, Thread link) {
        this.queue = queue;
        this.retirement = retirement;
        this.link = link;
        this.isHostGone = isHostGone;
    }

    /**
     * To be spoken when the JVM ends.
     *
     * @param link the thread that is alive as long as the link is
     */
    static void install(TaskQueue queue, Retirement retirement, BooleanSupplier isHostGone, Thread link) {
        LastWords words = new LastWords(queue, retirement, isHostGone, link);
        Thread hook = new Thread(words::speak, "mirai-last-words");
        hook.setContextClassLoader(null); // it meets no user code, and would keep the classes of the first session
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void speak() {
        Cause cause = Cause.find(queue);
        // First the tasks have their time, then the hooks of user code: so each is blamed for itself alone.
        boolean waits = cause.signal() && !isHostGone.getAsBoolean(); // or nobody wants what tasks bring
        long tasks = System.nanoTime() + (waits ? TimeUnit.SECONDS.toNanos(GRACE_SECONDS) : 0);
        long deadline = tasks + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        LastResort.leave(cause.text());
        haltAt(deadline, cause);
        if (waits) {
            retirement.announce(Departure.SIGNAL);
            awaitLinkEnd(tasks);
        }
        Children.killAll();
    }

    private void haltAt(long deadline, Cause cause) {
        Thread thread = new Thread(
                () -> {
                    sleepUntil(deadline);
                    LastResort.leave(cause.text() + Texts.hooksStuck(GRACE_SECONDS));
                    Children.killAll();
                    ExitCode.HOOKS_STUCK.halt();
                },
                "mirai-halt");
        thread.setDaemon(true);
        thread.start();
    }

    /** The host ends it when it has all answers; if this process ended sooner the last of them could be lost. */
    private void awaitLinkEnd(long deadline) {
        long left = deadline - System.nanoTime();
        while (left > 0 && link.isAlive()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(link, left);
            } catch (InterruptedException e) {
                // As below.
            }
            left = deadline - System.nanoTime();
        }
    }

    private static void sleepUntil(long deadline) {
        long left = deadline - System.nanoTime();
        while (left > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                // Nobody but user code could; the time counts all the same.
            }
            left = deadline - System.nanoTime();
        }
    }

    private record Cause(String text, boolean signal) {

        /** The thread that ends the JVM stands in {@code Runtime.exit}, or handles the signal. */
        static Cause find(TaskQueue queue) {
            for (Map.Entry<Thread, StackTraceElement[]> thread :
                    Thread.getAllStackTraces().entrySet()) {
                String name = thread.getKey().getName();
                for (StackTraceElement frame : thread.getValue()) {
                    if (frame.getClassName().equals(SIGNAL_THREAD)) {
                        return new Cause(Texts.signalled(name.replace(" handler", ""), queue.describe()), true);
                    }
                    if (frame.getClassName().equals(EXIT_CLASS)
                            && frame.getMethodName().equals("exit")) {
                        return new Cause(Texts.exitCalled(name, queue.describe()), false);
                    }
                }
            }
            return new Cause(Texts.exitCalled("an unknown thread", queue.describe()), false);
        }
    }
}
