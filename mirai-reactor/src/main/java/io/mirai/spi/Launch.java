package io.mirai.spi;

import java.time.Duration;
import java.util.List;

/** How this host starts a daemon. */
public sealed interface Launch {

    /** As a process of this machine. */
    Launch HERE = new Here();

    /** As a process of this machine. */
    record Here() implements Launch {}

    /**
     * By a command that starts it somewhere else.
     *
     * @param program the program
     * @param arguments its arguments; each {@link #DAEMON} stands for the command of the daemon
     * @param quoted whether that is one argument, which a shell reads; otherwise it is an argument for each of its words
     * @param java the {@code java} over there with options, a word each; empty for that of the {@link DaemonSpec}
     * @param limit how long it may take until the daemon dials in
     */
    record ByCommand(String program, List<String> arguments, boolean quoted, List<String> java, Duration limit)
            implements Launch {

        /** The argument that stands for the command of the daemon. */
        public static final String DAEMON = ".";
    }
}
