package io.mirai.spi;

import java.util.List;

/**
 * How one daemon runs.
 *
 * @param threads how many tasks it runs at once
 * @param output whether what its tasks print is passed on to the host's standard streams
 * @param limits when it leaves
 * @param cleanup what is cleaned after each task
 * @param hostGone what it does when its host goes
 * @param jvmArgs options for its JVM, after ours
 * @param classPath where its tasks find classes beside those of the host
 * @param java the {@code java} to start it with; empty for the host's own
 * @param launch how this host starts it
 */
public record DaemonSpec(
        int threads,
        boolean output,
        DaemonLimits limits,
        Cleanup cleanup,
        HostGone hostGone,
        List<String> jvmArgs,
        List<String> classPath,
        String java,
        Launch launch) {

    private static final int MAX_THREADS = 1024;

    /** Refuses what no daemon can do, with an {@link IllegalArgumentException}. */
    public DaemonSpec {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(Texts.threadsOutOfRange(threads, MAX_THREADS));
        }
    }

    /** One task at a time, and nothing that was asked for. */
    public static final DaemonSpec DEFAULT = new DaemonSpec(
            1, false, DaemonLimits.NONE, Cleanup.DEFAULT, HostGone.DEFAULT, List.of(), List.of(), "", Launch.HERE);

    public DaemonSpec withThreads(int tasksAtOnce) {
        return new DaemonSpec(tasksAtOnce, output, limits, cleanup, hostGone, jvmArgs, classPath, java, launch);
    }

    public DaemonSpec withOutput(boolean passedOn) {
        return new DaemonSpec(threads, passedOn, limits, cleanup, hostGone, jvmArgs, classPath, java, launch);
    }

    public DaemonSpec withLimits(DaemonLimits when) {
        return new DaemonSpec(threads, output, when, cleanup, hostGone, jvmArgs, classPath, java, launch);
    }

    public DaemonSpec withCleanup(Cleanup what) {
        return new DaemonSpec(threads, output, limits, what, hostGone, jvmArgs, classPath, java, launch);
    }

    public DaemonSpec withHostGone(HostGone then) {
        return new DaemonSpec(threads, output, limits, cleanup, then, jvmArgs, classPath, java, launch);
    }

    public DaemonSpec withJvmArgs(List<String> args) {
        return new DaemonSpec(threads, output, limits, cleanup, hostGone, args, classPath, java, launch);
    }

    public DaemonSpec withClassPath(List<String> extra) {
        return new DaemonSpec(threads, output, limits, cleanup, hostGone, jvmArgs, extra, java, launch);
    }

    public DaemonSpec withJava(String executable) {
        return new DaemonSpec(threads, output, limits, cleanup, hostGone, jvmArgs, classPath, executable, launch);
    }

    public DaemonSpec withLaunch(Launch how) {
        return new DaemonSpec(threads, output, limits, cleanup, hostGone, jvmArgs, classPath, java, how);
    }

    /** Whether it is a process of this machine. */
    public boolean isHere() {
        return launch == Launch.HERE;
    }

    /**
     * Refuses what a daemon of another machine cannot have.
     *
     * @throws IllegalArgumentException if it is to have a class path
     */
    public void checkElsewhere() {
        if (!classPath.isEmpty()) {
            throw new IllegalArgumentException(Texts.noClassPathElsewhere());
        }
    }
}
