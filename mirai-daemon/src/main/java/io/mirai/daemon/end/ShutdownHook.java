package io.mirai.daemon.end;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What happens when the JVM ends by itself: this hook writes down for the host why, gives running tasks their time
 * if a signal came, and halts if hooks of user code do not end.
 */
public final class ShutdownHook {

    private static final long GRACE_SECONDS = 2;

    /** Enough for whatever waits for the end of this process to be told at once. */
    public static final Duration SHORT = Duration.ofSeconds(GRACE_SECONDS);

    /** As long as the link lasts. */
    public static final Duration UNBOUNDED = Duration.ofDays(36_500);

    private static final String SIGNAL_THREAD = "java.lang.Terminator$1";
    private static final String EXIT_CLASS = "java.lang.Runtime";

    private final Supplier<List<String>> running;
    private final Supplier<Duration> patience;
    private final Runnable onSignal;
    private final Thread link;

    private ShutdownHook(Supplier<List<String>> running, Supplier<Duration> patience, Runnable onSignal, Thread link) {
        this.running = running;
        this.patience = patience;
        this.onSignal = onSignal;
        this.link = link;
    }

    /**
     * Installs it.
     *
     * @param running the tasks that run, in words
     * @param patience how long they may take to end after a signal
     * @param onSignal tells the host that this daemon leaves
     * @param link the thread that is alive as long as the link is
     */
    public static void install(
            Supplier<List<String>> running, Supplier<Duration> patience, Runnable onSignal, Thread link) {
        ShutdownHook shutdown = new ShutdownHook(running, patience, onSignal, link);
        Thread hook = new Thread(shutdown::run, "mirai-last-words");
        hook.setContextClassLoader(null); // it meets no user code, and would keep the classes of the first session
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void run() {
        Cause cause = Cause.find(running.get());
        // First the tasks have their time, then the hooks of user code: so each is blamed for itself alone.
        Duration tasks = cause.signal() ? patience.get() : Duration.ZERO;
        long deadline = System.nanoTime() + tasks.toNanos();
        LastWords.leave(cause.text());
        haltAfter(deadline, cause);
        if (!tasks.isZero()) {
            onSignal.run();
            awaitLinkEnd(deadline);
        }
        Children.killAll();
    }

    private void haltAfter(long tasks, Cause cause) {
        Thread thread = new Thread(
                () -> {
                    awaitLinkEnd(tasks);
                    sleepUntil(System.nanoTime() + SHORT.toNanos());
                    LastWords.leave(cause.text() + Texts.hooksStuck(GRACE_SECONDS));
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
        static Cause find(List<String> tasks) {
            for (Map.Entry<Thread, StackTraceElement[]> thread :
                    Thread.getAllStackTraces().entrySet()) {
                String name = thread.getKey().getName();
                for (StackTraceElement frame : thread.getValue()) {
                    if (frame.getClassName().equals(SIGNAL_THREAD)) {
                        return new Cause(Texts.signalled(name.replace(" handler", ""), tasks), true);
                    }
                    if (frame.getClassName().equals(EXIT_CLASS)
                            && frame.getMethodName().equals("exit")) {
                        return new Cause(Texts.exitCalled(name, tasks), false);
                    }
                }
            }
            return new Cause(Texts.exitCalled("an unknown thread", tasks), false);
        }
    }
}
