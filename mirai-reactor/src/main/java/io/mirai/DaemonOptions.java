package io.mirai;

import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import java.time.Duration;
import java.util.List;

/**
 * How the daemons of a profile run. Immutable: every method returns a changed copy.
 *
 * <p>A daemon that ends by itself says why by its exit status:
 *
 * <table>
 *   <caption>Exit statuses</caption>
 *   <tr><td>70</td><td>its host has gone: the profile was closed, the host's process has ended, or the link has</td></tr>
 *   <tr><td>71</td><td>the host did not admit it</td></tr>
 *   <tr><td>72</td><td>no host answered</td></tr>
 *   <tr><td>73</td><td>it was not told what it needs to know</td></tr>
 *   <tr><td>74</td><td>too little memory was left to report an {@link OutOfMemoryError}</td></tr>
 *   <tr><td>75</td><td>an error of its own</td></tr>
 *   <tr><td>76</td><td>shutdown hooks of tasks did not end in time</td></tr>
 *   <tr><td>77</td><td>{@link #maxTasks}</td></tr>
 *   <tr><td>78</td><td>{@link #idleTime}</td></tr>
 *   <tr><td>79</td><td>{@link #wallTime}</td></tr>
 *   <tr><td>128 + n</td><td>signal n, be it that of {@link #autoExit(String)} or another's</td></tr>
 * </table>
 */
public final class DaemonOptions {

    /** When a daemon ends whose host has gone. */
    public enum AutoExit {
        /** At once, whatever its tasks do. */
        EXIT,
        /** After the tasks that run, whose results nobody gets; what has not begun never does. */
        FINISH,
        /** Never: it dials its host's address again and again, until another host admits it there. */
        PERSIST
    }

    private static final DaemonOptions NONE = new DaemonOptions(DaemonSpec.DEFAULT);

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
        return new DaemonOptions(spec.withThreads(tasksAtOnce));
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
        return new DaemonOptions(spec.withOutput(passOn));
    }

    /**
     * After how many tasks a daemon leaves. It gets no more of them, and its last result arrives first. It is not
     * replaced: what is queued waits for the daemons that are left, or for {@link Daemons#launchLocal}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public DaemonOptions maxTasks(long tasks) {
        return with(spec.limits().withMaxTasks(tasks));
    }

    /**
     * A daemon leaves when it has had no task for so long, since its start or the end of its last one. As {@link
     * #maxTasks}, it is not replaced.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public DaemonOptions idleTime(Duration limit) {
        return with(spec.limits().withIdleTime(Durations.positive("idleTime", limit)));
    }

    /**
     * A daemon leaves when it has been there for so long; what runs then ends first. As {@link #maxTasks}, it is not
     * replaced.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public DaemonOptions wallTime(Duration limit) {
        return with(spec.limits().withWallTime(Durations.positive("wallTime", limit)));
    }

    /**
     * After how many tasks of a daemon its {@link #idleTime} and {@link #wallTime} begin to count; from its start if not said.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public DaemonOptions timerStart(int afterTasks) {
        return with(spec.limits().withTimerStart(afterTasks));
    }

    private DaemonOptions with(DaemonLimits limits) {
        return new DaemonOptions(spec.withLimits(limits));
    }

    /**
     * Options for the JVMs of the daemons, as {@code -Xmx2g} or {@code -Dkey=value}, in place of those of
     * an earlier call. They come after ours, so they win.
     *
     * @throws IllegalArgumentException if one is no option of the JVM, or sets a class path or what to run
     */
    public DaemonOptions jvmArgs(String... args) {
        return new DaemonOptions(spec.withJvmArgs(JvmArgs.check(args)));
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
        return new DaemonOptions(spec.withClassPath(List.of(extra)));
    }

    /**
     * The {@code java} to start daemons with, in place of an earlier one: its path, or its name on the {@code PATH}. By
     * default it is the one that the host runs on, or, where that is a run-time image without one, that of the {@code PATH}. It
     * must be of Java 17 at least, and know the host's class files.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public DaemonOptions java(String executable) {
        if (executable.isEmpty()) {
            throw new IllegalArgumentException(Texts.emptyJava());
        }
        return new DaemonOptions(spec.withJava(executable));
    }

    /**
     * What is cleaned on a daemon after each task: the sum of
     *
     * <ul>
     *   <li>1: globals. What a task has put into {@link DaemonContext#globals()} is gone. Without it it stays until another
     *       task puts something else there.
     *   <li>2: user classes. The next task finds its classes as if no task had been there: static fields are what their
     *       initialisers make of them. It pays for that: its classes are loaded and run up again, and so are the tasks
     *       of {@code everywhere} so far, whose effects are to be there. Of what tasks left in the globals
     *       without 1, objects of user classes go with these. A native library belongs to the class loader that loaded
     *       it: a later task can load it only from another file, as most libraries do that unpack their own.
     *   <li>4: settings of the JVM. System properties, default locales, default time zone and the default handler of
     *       uncaught exceptions are again what they were before the first task.
     *   <li>8: garbage. The heap is collected.
     * </ul>
     *
     * <p>What {@code everywhere} has left stays in any case: in the globals, in static fields, in settings. By default the mask
     * is 1. Where a daemon runs several tasks at once, 2, 4 and 8 wait until none runs.
     *
     * @throws IllegalArgumentException if it is not in 0 … 15
     */
    public DaemonOptions cleanup(int mask) {
        return new DaemonOptions(spec.withCleanup(new Cleanup(mask)));
    }

    /**
     * When a daemon ends whose host has gone: since the profile was closed, or the host's process has ended in whatever way.
     *
     * <p>{@link AutoExit#EXIT}, which it is by default, leaves nothing behind. {@link AutoExit#FINISH} and {@link
     * AutoExit#PERSIST} leave what was asked for: {@link Daemons#close} does not wait for such a daemon, and does not
     * kill it. {@link Daemons#terminate} does. A stream ends with its host all the same, since nobody takes its values.
     *
     * <p>A persistent daemon makes sense where the profile listens at a url of yours, at which the next host will: it dials
     * that, at first after 100 ms, then less and less often, but at least every few seconds. The tasks that it runs end before,
     * though nobody gets their results: a host is not to send tasks that could not begin. What tasks of the host
     * before have left, in globals and static fields, is gone for the next. A daemon of {@link Daemons#launchLocal} finds no
     * next host: the private socket that it dials is of one host.
     *
     * <p>It replaces an earlier signal.
     */
    public DaemonOptions autoExit(AutoExit mode) {
        return new DaemonOptions(spec.withHostGone(new HostGone(mode, "")));
    }

    /**
     * A signal that a daemon raises in itself when its host goes, as {@code "SIGTERM"} or {@code "TERM"}: so
     * shutdown hooks of tasks run, or a handler that a task has installed. Tasks are not waited for. Where the process
     * lives on for more than 2 s it is ended, with the exit status of a host that has gone. As for {@link
     * #autoExit(AutoExit)}, {@link Daemons#close} leaves it to that.
     *
     * @throws IllegalArgumentException if it is not one of SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGTERM
     */
    public DaemonOptions autoExit(String signal) {
        return new DaemonOptions(spec.withHostGone(HostGone.raising(signal)));
    }

    DaemonSpec spec() {
        return spec;
    }
}
