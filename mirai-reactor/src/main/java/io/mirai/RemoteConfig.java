package io.mirai;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How daemons are started on other machines: by a command of one's own, or by a configuration that knows its command, as {@link ClusterConfig}.
 * {@link Daemons.Builder#remote} and {@link Daemons#launchRemote} take it. The profile must listen at a {@link Daemons.Builder#url}
 * that those machines reach. A daemon needs a Java 17 or newer there, and gets the classes of its tasks from this host; its secret goes to
 * the standard input of the command, never into its arguments. Immutable: every method returns a changed copy.
 *
 * <pre>{@code
 * RemoteConfig.of("srun", "--mem 512", "-n 1", ".")
 * RemoteConfig.of("ssh", "-Tp 22 10.75.32.90", ".").quote(true)
 * }</pre>
 *
 * <p>A daemon that is lost is launched again, as one of this machine is. At the close of the profile the commands are ended, too. Its
 * counterpart in R's mirai is {@code remote_config()}.
 */
public sealed interface RemoteConfig permits LaunchConfig {

    /**
     * One daemon, by this command.
     *
     * @param command the program
     * @param args its arguments. {@code "."} stands for the command of the daemon: a word for each argument, or one if it is {@linkplain
     *     #quote quoted}. Options may be together in one string, as {@code "-n 1"}: an argument that begins with a hyphen is split at
     *     spaces, but not within quotes. All others are passed on as they are
     * @throws IllegalArgumentException if no argument is {@code "."}, or the command is empty: the lines to paste are those of {@link
     *     Daemons#launchCommands}
     */
    static RemoteConfig of(String command, String... args) {
        return of(command, List.of(List.of(args)));
    }

    /**
     * A daemon for each list of arguments, by the same command.
     *
     * @throws IllegalArgumentException if there is no list, or one is not as {@link #of(String, String...)} takes it
     */
    static RemoteConfig of(String command, List<List<String>> args) {
        Objects.requireNonNull(command, "command");
        return LaunchConfig.OfCommand.of(command, args);
    }

    /**
     * Sets whether the command hands its argument to a shell, as {@code ssh} and {@code sh -c} do: then the command of the daemon is one
     * argument, quoted for a shell. It is not by default, which suits {@code srun}. {@link
     * SshConfig} needs no such word.
     */
    RemoteConfig quote(boolean forAShell);

    /**
     * Sets the {@code java} over there, which options may follow: {@code "/opt/jdk/bin/java -Xmx4g"}. By default it is that of {@link
     * DaemonOptions#java}, or {@code java}.
     *
     * @throws IllegalArgumentException if it is empty
     */
    RemoteConfig java(String java);

    /**
     * Sets how long the command may take until its daemon has dialled in; 30 s by default. A command that waits in a queue needs longer.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    RemoteConfig timeout(Duration limit);
}
