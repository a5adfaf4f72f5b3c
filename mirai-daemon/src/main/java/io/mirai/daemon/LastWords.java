package io.mirai.daemon;

import io.mirai.spi.Departure;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The shutdown hook: writes down for the host why the process ends, gives running tasks a moment if a signal
 * came, and halts if hooks of user code do not end.
 */
final class LastWords {

    private static final long GRACE_SECONDS = 2;
    private static final long STEP_MILLIS = 10;
    private static final String SIGNAL_THREAD = "java.lang.Terminator$1";
    private static final String EXIT_CLASS = "java.lang.Runtime";

    private final TaskQueue queue;
    private final Consumer<Departure> departure;
    private final BooleanSupplier isHostGone;

    private LastWords(TaskQueue queue, Consumer<Departure> departure, BooleanSupplier isHostGone) {
        this.queue = queue;
        this.departure = departure;
        this.isHostGone = isHostGone;
    }

    static void install(TaskQueue queue, Consumer<Departure> departure, BooleanSupplier isHostGone) {
        LastWords words = new LastWords(queue, departure, isHostGone);
        Thread hook = new Thread(words::speak, "mirai-last-words");
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
            departure.accept(Departure.SIGNAL);
            awaitTasks(tasks);
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

    private void awaitTasks(long deadline) {
        // In steps: it is the one wait here, and a task that ends is to pay nothing for it.
        while (!queue.isEmpty() && System.nanoTime() - deadline < 0) {
            sleepUntil(Math.min(deadline, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS)));
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
