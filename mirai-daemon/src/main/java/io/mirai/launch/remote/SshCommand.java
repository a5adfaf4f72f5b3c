package io.mirai.launch.remote;

import io.mirai.spi.Launch;
import java.util.ArrayList;
import java.util.List;

/** The arguments of {@code ssh}. */
final class SshCommand {

    private SshCommand() {}

    /**
     * Returns the command as it is started. Ctrl-C in the terminal of a host goes to all of its processes: a host that handles it would lose its
     * daemons by it. What a shell ignores, {@code ssh} goes on to ignore.
     */
    static List<String> heedingNoCtrlC(List<String> ssh) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "trap \"\" INT; exec \"$@\"", "sh"));
        words.addAll(ssh);
        return words;
    }

    /** Runs a command over there, with its standard streams here. */
    static List<String> session(Launch.BySsh launch, String remoteCommand) {
        List<String> words = begin(launch);
        words.addAll(
                List.of("-o", "ClearAllForwardings=yes")); // those of the user's configuration are for one connection
        return end(words, launch.login(), remoteCommand);
    }

    /**
     * Lets the other machine dial in here through the connection, at a port that is free there; says which.
     *
     * @param target where, as {@code ssh} writes it: a host with a port, or the path of a Unix socket
     */
    static List<String> tunnel(Launch.BySsh launch, String target, String remoteCommand) {
        List<String> words = begin(launch);
        words.addAll(List.of(
                "-o", "ExitOnForwardFailure=yes",
                "-o", "LogLevel=INFO",
                "-o", "ControlPath=none",
                "-R", "127.0.0.1:0:" + target));
        return end(words, launch.login(), remoteCommand);
    }

    /** Never asks, trusts no key that is not known, becomes nobody's master, and notices a silent network. */
    private static List<String> begin(Launch.BySsh launch) {
        List<String> words = new ArrayList<>(launch.command());
        words.addAll(List.of(
                "-T",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "ConnectTimeout=" + Math.max(1, launch.limit().toSeconds()),
                "-o",
                "ControlMaster=no",
                "-o",
                "ServerAliveInterval=5",
                "-o",
                "ServerAliveCountMax=3",
                "-o",
                "RemoteCommand=none"));
        return words;
    }

    private static List<String> end(List<String> words, Launch.Login login, String remoteCommand) {
        if (!login.user().isEmpty()) {
            words.addAll(List.of("-l", login.user()));
        }
        if (login.port() != 0) {
            words.addAll(List.of("-p", Integer.toString(login.port())));
        }
        words.addAll(List.of("--", login.host(), remoteCommand));
        return words;
    }
}
