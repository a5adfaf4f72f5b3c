package io.mirai;

import io.mirai.dispatch.Texts;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import java.time.Duration;
import java.util.List;

/** How the daemons of a profile run. Immutable: every method returns a changed copy. */
public final class DaemonOptions {

    private static final DaemonOptions NONE =
            new DaemonOptions(new DaemonSpec(1, false, DaemonLimits.NONE, List.of(), List.of()));
    private static final int MAX_THREADS = 1024;

    private final DaemonSpec spec;

    private DaemonOptions(DaemonSpec spec) {
        this.spec = spec;
    }

    /** One task at a time in each daemon, what they print dropped, the JVM's options ours. */
    public static DaemonOptions none() {
        return NONE;
    }

    /**
     * How many tasks a daemon runs at once, each on a thread of its own.
     *
     * @throws IllegalArgumentException if it is not in 1 … 1,024
     */
    public DaemonOptions threads(int tasksAtOnce) {
        if (tasksAtOnce < 1 || tasksAtOnce > MAX_THREADS) {
            throw new IllegalArgumentException(Texts.threadsOutOfRange(tasksAtOnce, MAX_THREADS));
        }
        return new DaemonOptions(
                new DaemonSpec(tasksAtOnce, spec.output(), spec.limits(), spec.jvmArgs(), spec.classPath()));
    }

    /**
     * Whether the lines that tasks print to {@code System.out} and {@code System.err} are passed on to those of the
     * host, each with the number of its daemon in front: {@code [0] the text}. Without it they are dropped.
     *
     * <p>A line goes when it ends or its task does; to flush does not end it. The lines of a task are with the host
     * before its value, unless it prints faster than the host takes them: it never waits, but loses lines, which is
     * said ({@code [0] … 1,234 lines lost}). A line over 8 KiB is cut. The host prints them on a thread of its own, to
     * what its {@code System.out} and {@code System.err} are then.
     */
    public DaemonOptions output(boolean passOn) {
        return new DaemonOptions(
                new DaemonSpec(spec.threads(), passOn, spec.limits(), spec.jvmArgs(), spec.classPath()));
    }

    /**
     * After how many tasks a daemon leaves. It gets no more of them, and its last result arrives first. No other takes its
     * place: what is queued waits for the daemons that are left, or for {@link Daemons#launchLocal}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public DaemonOptions maxTasks(long tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException(Texts.maxTasksNotPositive(tasks));
        }
        DaemonLimits now = spec.limits();
        return with(new DaemonLimits(tasks, now.idleTime(), now.wallTime(), now.timerStart()));
    }

    /**
     * A daemon leaves when it has had no task for so long, since its start or the end of its last one. As {@link
     * #maxTasks}, it is not replaced.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public DaemonOptions idleTime(Duration limit) {
        DaemonLimits now = spec.limits();
        return with(new DaemonLimits(
                now.maxTasks(), TaskOptions.positive("idleTime", limit), now.wallTime(), now.timerStart()));
    }

    /**
     * A daemon leaves when it has been there for so long; what runs then ends first. As {@link #maxTasks}, it is not
     * replaced.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public DaemonOptions wallTime(Duration limit) {
        DaemonLimits now = spec.limits();
        return with(new DaemonLimits(
                now.maxTasks(), now.idleTime(), TaskOptions.positive("wallTime", limit), now.timerStart()));
    }

    /**
     * After how many tasks of a daemon its {@link #idleTime} and {@link #wallTime} begin to count; from its start if not said.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DaemonOptions timerStart(int afterTasks) {
        if (afterTasks < 0) {
            throw new IllegalArgumentException(Texts.negativeTimerStart(afterTasks));
        }
        DaemonLimits now = spec.limits();
        return with(new DaemonLimits(now.maxTasks(), now.idleTime(), now.wallTime(), afterTasks));
    }

    private DaemonOptions with(DaemonLimits limits) {
        return new DaemonOptions(
                new DaemonSpec(spec.threads(), spec.output(), limits, spec.jvmArgs(), spec.classPath()));
    }

    /**
     * Options for the JVMs of the daemons, as {@code -Xmx2g} or {@code -Dkey=value}, in place of those of
     * an earlier call. They come after ours, so they win.
     *
     * @throws IllegalArgumentException if one is no option of the JVM, or sets a class path or what to run
     */
    public DaemonOptions jvmArgs(String... args) {
        return new DaemonOptions(
                new DaemonSpec(spec.threads(), spec.output(), spec.limits(), JvmArgs.check(args), spec.classPath()));
    }

    /**
     * Jars and directories in which tasks find classes beside those of the host, after them, in place of
     * those of an earlier call.
     *
     * @throws IllegalArgumentException if an entry is empty
     */
    public DaemonOptions classPath(String... extra) {
        if (List.of(extra).contains("")) {
            throw new IllegalArgumentException(Texts.emptyClassPathEntry());
        }
        return new DaemonOptions(
                new DaemonSpec(spec.threads(), spec.output(), spec.limits(), spec.jvmArgs(), List.of(extra)));
    }

    DaemonSpec spec() {
        return spec;
    }
}
