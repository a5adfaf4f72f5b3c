package io.mirai.daemon.shared;

import io.mirai.spi.Cleanup;
import io.mirai.spi.DaemonLimits;
import io.mirai.spi.DaemonSpec;
import io.mirai.spi.HostGone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the command that starts a daemon: whoever prints such a command and the program that reads it know
 * them from here. What a daemon does without them is {@link DaemonSpec#DEFAULT}.
 */
public final class DaemonArguments {

    /** The name of the command. */
    public static final String COMMAND = "daemon";

    /** The file that holds the secret, in place of standard input. */
    public static final String SECRET_FILE = "--secret-file";

    /** The variable of the environment that holds the secret, in place of standard input. */
    public static final String SECRET_VARIABLE = "MIRAI_SECRET";

    /** The file of the certificates of those who vouch for the host, in place of the pin in the secret. */
    public static final String AUTHORITIES = "--tls-ca";

    /** The pipe that the host holds open as long as it lives. */
    public static final String ENDS_WITH = "--ends-with";

    public static final String SLOT = "--slot";
    public static final String THREADS = "--threads";
    public static final String OUTPUT = "--output";
    public static final String MAX_TASKS = "--max-tasks";
    public static final String IDLE_TIME = "--idle-time";
    public static final String WALL_TIME = "--wall-time";
    public static final String TIMER_START = "--timer-start";
    public static final String CLEANUP = "--cleanup";
    public static final String AUTO_EXIT = "--autoexit";

    private DaemonArguments() {}

    /**
     * Writes the options that make a daemon run like this. What only a launch has is left out: the JVM's options, its
     * {@code java} and the class path.
     */
    public static List<String> of(DaemonSpec daemon) {
        List<String> words = new ArrayList<>();
        DaemonLimits limits = daemon.limits();
        add(words, THREADS, daemon.threads(), DaemonSpec.DEFAULT.threads());
        if (daemon.output()) {
            words.add(OUTPUT);
        }
        add(words, MAX_TASKS, limits.maxTasks(), DaemonLimits.NONE.maxTasks());
        add(words, IDLE_TIME, limits.idleTime());
        add(words, WALL_TIME, limits.wallTime());
        add(words, TIMER_START, limits.timerStart(), DaemonLimits.NONE.timerStart());
        add(words, CLEANUP, daemon.cleanup().mask(), Cleanup.DEFAULT.mask());
        HostGone then = daemon.hostGone();
        String autoExit = then.signal().isEmpty() ? then.mode().name().toLowerCase(Locale.ROOT) : "SIG" + then.signal();
        if (!then.equals(HostGone.DEFAULT)) {
            words.add(AUTO_EXIT + "=" + autoExit);
        }
        return words;
    }

    private static void add(List<String> words, String option, long value, long otherwise) {
        if (value != otherwise) {
            words.add(option + "=" + value);
        }
    }

    private static void add(List<String> words, String option, @Nullable Duration value) {
        if (value != null) {
            words.add(option + "=" + DurationText.of(value));
        }
    }
}
