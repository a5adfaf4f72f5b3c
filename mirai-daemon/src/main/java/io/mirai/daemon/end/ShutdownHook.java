package io.mirai.daemon.end;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What happens when the JVM ends by itself: this hook writes down for the host why, gives running tasks their time
 * if a signal came, and halts if hooks of user code do not end.
 */
public final class ShutdownHook {

    private static final long GRACE_SECONDS = 2;

    /** Counted down when tasks have had their time; zero where no daemon runs. */
    private static volatile CountDownLatch tasksOver = new CountDownLatch(0);

    private static final String SIGNAL_THREAD = "java.lang.Terminator$1";
    private static final String EXIT_CLASS = "java.lang.Runtime";

    private final Supplier<List<String>> running;
    private final BooleanSupplier isHostGone;
    private final Supplier<CountDownLatch> allSaid;
    private final Runnable onSignal;
    private final Thread link;

    ShutdownHook(
            Supplier<List<String>> running,
            BooleanSupplier isHostGone,
            Supplier<CountDownLatch> allSaid,
            Runnable onSignal,
            Thread link) {
        this.running = running;
        this.isHostGone = isHostGone;
        this.allSaid = allSaid;
        this.onSignal = onSignal;
        this.link = link;
    }

    /**
     * Installs it.
     *
     * @param running the tasks that run, in words
     * @param isHostGone whether nobody waits for what they bring
     * @param allSaid what a signal waits for, however long it takes, before tasks have a short time
     * @param onSignal tells the host that this daemon leaves
     * @param link the thread that is alive as long as the link is
     */
    public static void install(
            Supplier<List<String>> running,
            BooleanSupplier isHostGone,
            Supplier<CountDownLatch> allSaid,
            Runnable onSignal,
            Thread link) {
        tasksOver = new CountDownLatch(1);
        ShutdownHook shutdown = new ShutdownHook(running, isHostGone, allSaid, onSignal, link);
        Thread hook = new Thread(shutdown::run, "mirai-last-words");
        hook.setContextClassLoader(null); // it meets no user code, and would keep the classes of the first session
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void run() {
        Cause cause = Cause.find(running.get());
        // First the tasks have their time, then the hooks of user code: so each is blamed for itself alone.
        boolean waits = cause.signal() && !isHostGone.getAsBoolean();
        LastWords.leave(cause.text());
        haltAfter(waits, cause);
        if (waits) {
            onSignal.run();
            awaitTasksAndLink();
        }
        tasksOver.countDown();
        Children.killAll();
    }

    /** For what ends with this process, and tasks may still need: waits until they have had their time. */
    public static void awaitTasks() {
        await(tasksOver);
    }

    private void haltAfter(boolean waits, Cause cause) {
        Thread thread = new Thread(
                () -> {
                    if (waits) {
                        awaitTasksAndLink();
                    }
                    sleepUntil(graceEnd());
                    LastWords.leave(cause.text() + Texts.hooksStuck(GRACE_SECONDS));
                    Children.killAll();
                    ExitCode.HOOKS_STUCK.halt();
                },
                "mirai-halt");
        thread.setDaemon(true);
        thread.start();
    }

    private static long graceEnd() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    }

    /** Waits until all is said and the link has ended, or has had the grace for that. */
    void awaitTasksAndLink() {
        CountDownLatch said;
        //  signal                                host
        //  nothing is to be said without a link
        //                                        admits this daemon, and sends a task, which begins
        //  tells that it leaves, has the grace
        // So it looks once more: that task has its time, too.
        do {
            said = allSaid.get();
            await(said);
            awaitLinkEnd(graceEnd());
        } while (link.isAlive() && allSaid.get() != said);
    }

    private static void await(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // As below.
            }
        }
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
