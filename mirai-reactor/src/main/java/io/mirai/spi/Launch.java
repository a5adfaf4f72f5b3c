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

    /**
     * Over SSH, with nothing there but a Java.
     *
     * @param login the machine, and the user there
     * @param tunnel whether the daemon dials in through the connection, in place of a network between
     * @param command the {@code ssh} with options, a word each
     * @param limit how long it may take to connect
     * @param java the {@code java} over there with options, a word each; empty for one that is found there
     */
    record BySsh(Login login, boolean tunnel, List<String> command, Duration limit, List<String> java)
            implements Launch {}

    /**
     * A machine, as {@code ssh} is told it.
     *
     * @param user the user; empty for whom the configuration of {@code ssh} says
     * @param host a name, an address or an alias
     * @param port the port; 0 for that which the configuration of {@code ssh} says
     */
    record Login(String user, String host, int port) {

        /** The machine as {@code ssh://user@host:port}. */
        @Override
        public String toString() {
            String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
            return "ssh://" + (user.isEmpty() ? "" : user + "@") + shown + (port == 0 ? "" : ":" + port);
        }
    }

    /**
     * As a job of Slurm.
     *
     * @param options those of {@code sbatch}, a word each
     * @param script lines of the batch script that run before the daemon
     * @param atOnce how many of those launched together run at once; 0 if there is no limit
     * @param java the {@code java} over there with options, a word each; empty for that of the {@link DaemonSpec}
     * @param limit how long it may take until the daemon dials in, once the job runs
     */
    record BySlurm(List<String> options, List<String> script, int atOnce, List<String> java, Duration limit)
            implements Launch {

        /** Copies the lists. */
        public BySlurm {
            options = List.copyOf(options);
            script = List.copyOf(script);
        }
    }
}
